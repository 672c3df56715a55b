-- Writes how later reports are related to earlier ones, and joins their stories unless an editor has said that they
-- are not the same.
-- ARGV, for each link: later earlier link(packed) kind, node of the later|'' and of the earlier|'' (JSON,
-- '' when the link does not make them one story).
local stories, told = {}, {} -- of the reports named here: the key of their story, false for unknown ones
local function known(id)
  if stories[id] == nil then
    local found = redis.call('HMGET', report(id), 'seq', 'story')
    stories[id] = found[1] and (found[2] or id)
  end
  return stories[id]
end
local function tell(id, node)
  if told[id] then return end
  redis.call('HSET', report(id), 'story', stories[id])
  redis.call('HSET', 'wire:story:' .. stories[id], id, node)
  told[id] = true
end
local function join(into, from)
  local key, moved = merge(into, from)
  for _, id in ipairs(moved) do stories[id] = key end
end
for i = 1, #ARGV, 6 do
  local later, earlier, kind, joins = ARGV[i], ARGV[i + 1], ARGV[i + 3], ARGV[i + 4] ~= ''
  local new, old = known(later), known(earlier)
  local apart = joins and new ~= old and redis.call('SISMEMBER', 'wire:apart:' .. tostring(new), tostring(old)) == 1
  if apart then
    unpark(later, 'by', earlier)
    park(later, 'of', earlier, kind .. '|' .. ARGV[i + 2])
  elseif new and old then
    redis.call('HDEL', 'wire:links:' .. later, 'by:' .. earlier)
    redis.call('HDEL', 'wire:links:' .. earlier, 'of:' .. later)
    redis.call('HSET', 'wire:links:' .. earlier, 'by:' .. later, kind)
    if redis.call('HSET', 'wire:links:' .. later, 'of:' .. earlier, ARGV[i + 2]) == 1 and FATES[kind] then
      event(FATES[kind], earlier, 'by', later)
    end
    if joins then
      tell(earlier, ARGV[i + 5])
      tell(later, ARGV[i + 4])
      if new ~= old then join(old, new) end
    end
  end
end
return 1
