-- Removes a report with everything that is kept of it. ARGV: id, then all steps. Returns 1, or 0 if unknown.
local id = ARGV[1]
local key = report(id)
local at = redis.call('HMGET', key, 'status', 'seq', 'lane', 'deliveries')
if not at[1] then return 0 end
file(id, {}, 1)
unsay(id)
part_from(id)
local story = forget(id)
for _, pair in ipairs(redis.call('SMEMBERS', 'wire:joined:' .. (story or id))) do
  local one, other = string.match(pair, '^(.*)|(.*)$')
  if one == id or other == id then redis.call('SREM', 'wire:joined:' .. story, pair) end
end
if story and redis.call('EXISTS', 'wire:story:' .. story) == 0 then
  for _, other in ipairs(redis.call('SMEMBERS', 'wire:apart:' .. story)) do
    redis.call('SREM', 'wire:apart:' .. other, story)
  end
  redis.call('DEL', 'wire:apart:' .. story)
end
for i = 2, #ARGV do
  redis.call('ZREM', 'wire:waiting:' .. ARGV[i] .. '.' .. at[3], id)
  redis.call('ZREM', 'wire:running', id .. '|' .. ARGV[i])
  redis.call('ZREM', 'wire:due', id .. '|' .. ARGV[i])
end
count(id, 'accepted', -1)
if at[4] ~= '1' then count(id, 'repeats', 1 - at[4]) end
if OVER[at[1]] then count(id, at[1], -1) end
redis.call('ZREM', 'wire:status:' .. at[1], id)
redis.call('ZREM', 'wire:finished', id)
redis.call('HDEL', 'wire:ids', at[2])
redis.call('DEL', key)
event('deleted', id)
return 1
