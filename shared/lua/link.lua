-- Writes how later reports are related to earlier ones, and joins their stories unless an editor has said that they
-- are not the same.
-- ARGV, for each link: later earlier link(packed) kind, node of the later|'' and of the earlier|'' (JSON,
-- '' when the link does not make them one story).
local function are_apart(one, other)
  local keys = {redis.call('HGET', report(one), 'story') or one, redis.call('HGET', report(other), 'story') or other}
  return redis.call('SISMEMBER', 'wire:apart:' .. keys[1], keys[2]) == 1
end
local function story(id, node)
  local key = redis.call('HGET', report(id), 'story') or id
  redis.call('HSET', report(id), 'story', key)
  redis.call('HSET', 'wire:story:' .. key, id, node)
  return key
end
local function join(into, from)
  if into == from or redis.call('SISMEMBER', 'wire:apart:' .. into, from) == 1 then return end
  if redis.call('HLEN', 'wire:story:' .. from) > redis.call('HLEN', 'wire:story:' .. into) then into, from = from, into end
  local members = redis.call('HGETALL', 'wire:story:' .. from)
  for i = 1, #members, 2 do
    redis.call('HSET', 'wire:story:' .. into, members[i], members[i + 1])
    redis.call('HSET', report(members[i]), 'story', into)
  end
  redis.call('DEL', 'wire:story:' .. from)
  for _, other in ipairs(redis.call('SMEMBERS', 'wire:apart:' .. from)) do
    set_apart(into, other)
    redis.call('SREM', 'wire:apart:' .. other, from)
  end
  redis.call('DEL', 'wire:apart:' .. from)
end
for i = 1, #ARGV, 6 do
  local later, earlier, kind = ARGV[i], ARGV[i + 1], ARGV[i + 3]
  local apart = ARGV[i + 4] ~= '' and are_apart(later, earlier)
  if not apart and redis.call('EXISTS', report(later), report(earlier)) == 2 then
    redis.call('HDEL', 'wire:links:' .. later, 'by:' .. earlier)
    redis.call('HDEL', 'wire:links:' .. earlier, 'of:' .. later)
    redis.call('HSET', 'wire:links:' .. earlier, 'by:' .. later, kind)
    if redis.call('HSET', 'wire:links:' .. later, 'of:' .. earlier, ARGV[i + 2]) == 1 and FATES[kind] then
      event(FATES[kind], earlier, 'by', later)
    end
    if ARGV[i + 4] ~= '' then join(story(earlier, ARGV[i + 5]), story(later, ARGV[i + 4])) end
  end
end
return 1
