-- A worker brings what became of a step; in the same call it gets the report's next step on its own lane.
-- Nothing happens unless it still holds the claim.
-- ARGV: id step token outcome result|'' error|'' graph mine(JSON: step -> version) worker lease attempts backoff ms
--       passing('1' when the result is dropped once the report is over), and, when the result tells by what the report
--       is found, that, as `index` in said.lua takes it.
-- Returns {status of the report, since, next {step, token, attempt}|false, steps that wait on other lanes...},
-- or {'fenced'}.
local id, step, token, outcome = ARGV[1], ARGV[2], tonumber(ARGV[3]), ARGV[4]
local graph, mine = cjson.decode(ARGV[7]), cjson.decode(ARGV[8])
local state = state_of(id, step)
if not state or state.status ~= 'running' or state.token ~= token then return {'fenced'} end
local problem = ARGV[6] ~= '' and cjson.decode(ARGV[6]) or nil
if outcome == 'retry' then
  setback(id, step, state, problem, tonumber(ARGV[11]), tonumber(ARGV[12]))
else
  redis.call('ZREM', 'wire:running', id .. '|' .. step)
  state.status, state.finished_at, state.ms, state.error, state.token = outcome, NOW, tonumber(ARGV[13]), problem, nil
  state.passing = ARGV[14] == '1' or nil
  put(id, step, state)
  if outcome == 'done' then
    redis.call('HSET', report(id), 'o:' .. step, ARGV[5])
    redis.call('HINCRBY', 'wire:done', step, 1)
    if ARGV[15] then index(id, ARGV, 15) end
  end
  event('step_' .. outcome, id, 'step', step, 'attempt', state.attempts)
end
local states, ready = settle(id, graph)
local following = false
for _, each in ipairs(graph.order) do
  local waiting = states[each]
  if mine[each] and waiting.status == 'waiting' and not waiting.due then
    following = claim(id, each, waiting, mine[each], ARGV[9], tonumber(ARGV[10]))
    break
  end
end
local answer = {redis.call('HGET', report(id), 'status'), NOW, following}
for _, each in ipairs(ready) do
  if not mine[each] then answer[#answer + 1] = each end
end
return answer
