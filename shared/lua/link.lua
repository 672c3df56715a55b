-- Writes how a later report is related to an earlier one, and joins their stories.
-- ARGV: later earlier link(JSON {kind, evidence}) joins('1' when it makes them one story).
local later, earlier = ARGV[1], ARGV[2]
if redis.call('EXISTS', report(later), report(earlier)) < 2 then return 0 end
redis.call('HSET', 'wire:links:' .. later, 'of:' .. earlier, ARGV[3])
redis.call('HSET', 'wire:links:' .. earlier, 'by:' .. later, ARGV[3])
if ARGV[4] ~= '1' then return 1 end
local function story(id)
  local at = redis.call('HMGET', report(id), 'story', 'order')
  if at[1] then return at[1] end
  redis.call('HSET', report(id), 'story', id)
  redis.call('ZADD', 'wire:story:' .. id, 0, at[2] .. ':' .. id)
  return id
end
local into, from = story(earlier), story(later)
if into == from then return 1 end
if redis.call('ZCARD', 'wire:story:' .. from) > redis.call('ZCARD', 'wire:story:' .. into) then into, from = from, into end
for _, member in ipairs(redis.call('ZRANGE', 'wire:story:' .. from, 0, -1)) do
  redis.call('ZADD', 'wire:story:' .. into, 0, member)
  redis.call('HSET', report(string.match(member, ':(.+)$')), 'story', into)
end
redis.call('DEL', 'wire:story:' .. from)
return 1
