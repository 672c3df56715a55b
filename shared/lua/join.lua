-- An editor says that the stories of two reports are one. ARGV: id, other id, their nodes (JSON).
-- Returns 1, or 0 when they are one already.
local id, other = ARGV[1], ARGV[2]
local at, its = story_of(id), story_of(other)
if at == its then return 0 end
for i = 1, 2 do
  local key = i == 1 and at or its
  redis.call('HSETNX', 'wire:story:' .. key, ARGV[i], ARGV[i + 2])
  redis.call('HSET', report(ARGV[i]), 'story', key)
end
reconcile(at, its)
redis.call('SADD', 'wire:joined:' .. merge(at, its), id .. '|' .. other)
event('joined', id, 'with', other)
return 1
