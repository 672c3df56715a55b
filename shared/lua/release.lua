-- Takes claims back: all of one worker (its process died), or, without a worker, those whose lease has ended.
-- The attempt is charged with the reason.
-- ARGV: worker|'' kind message graph attempts backoff. Returns how many.
local graph, n = cjson.decode(ARGV[4]), 0
local members = ARGV[1] ~= '' and redis.call('ZRANGE', 'wire:running', 0, -1)
  or redis.call('ZRANGEBYSCORE', 'wire:running', '-inf', NOW, 'LIMIT', 0, 1000)
for _, member in ipairs(members) do
  local id, step = string.match(member, '^(.-)|(.+)$')
  local state = state_of(id, step)
  if not state then
    redis.call('ZREM', 'wire:running', member)
  elseif ARGV[1] == '' or state.worker == ARGV[1] then
    setback(id, step, state, {kind = ARGV[2], message = ARGV[3]}, tonumber(ARGV[5]), tonumber(ARGV[6]))
    settle(id, graph)
    n = n + 1
  end
end
return n
