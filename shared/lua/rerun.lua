-- Begins a new generation in which the named steps run again; the rest keeps its results.
-- ARGV: id graph forget('1' when relations are found anew), then steps. Returns {lane, since, steps that wait...}.
local id, graph = ARGV[1], cjson.decode(ARGV[2])
local key = report(id)
if redis.call('EXISTS', key) == 0 then return false end
local lane = redis.call('HGET', key, 'lane')
redis.call('HINCRBY', key, 'generation', 1)
for i = 4, #ARGV do
  local step = ARGV[i]
  redis.call('HDEL', key, 's:' .. step, 'o:' .. step)
  redis.call('ZREM', 'wire:waiting:' .. step .. '.' .. lane, id)
  redis.call('ZREM', 'wire:running', id .. '|' .. step)
  redis.call('ZREM', 'wire:due', id .. '|' .. step)
end
if ARGV[3] == '1' then forget(id) end
local _, ready = settle(id, graph)
event('rerun', id)
return {lane, NOW, unpack(ready)}
