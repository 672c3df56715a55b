-- Begins a new generation in which the named steps run again; the rest keeps its results.
-- A step that they come after and whose result was dropped runs again too.
-- ARGV: id graph forget('1' when relations are found anew), then steps. Returns {lane, since, steps that wait...}.
local id, graph = ARGV[1], cjson.decode(ARGV[2])
local key = report(id)
if redis.call('EXISTS', key) == 0 then return false end
local lane = redis.call('HGET', key, 'lane')
redis.call('HINCRBY', key, 'generation', 1)
local again = {unpack(ARGV, 4)}
for _, step in ipairs(again) do -- which grows meanwhile
  for _, before in ipairs(graph.after[step]) do
    local state = state_of(id, before)
    if state and state.passing then again[#again + 1] = before end
  end
end
for _, step in ipairs(again) do
  redis.call('HDEL', key, 's:' .. step, 'o:' .. step)
  redis.call('ZREM', 'wire:waiting:' .. step .. '.' .. lane, id)
  redis.call('ZREM', 'wire:running', id .. '|' .. step)
  redis.call('ZREM', 'wire:due', id .. '|' .. step)
end
if ARGV[3] == '1' then forget(id, true) end
local _, ready = settle(id, graph)
event('rerun', id)
return {lane, NOW, unpack(ready)}
