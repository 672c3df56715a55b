-- What waits although no message for it can be under way: a retry whose time has come, or a step whose queue is
-- empty or has moved past it. Each is stamped as sent now.
-- ARGV: patience limit, then for each step and lane: step lane queue. Returns {step, lane, id, ...}.
local patience, limit, found = tonumber(ARGV[1]), tonumber(ARGV[2]), {}
for _, member in ipairs(redis.call('ZRANGEBYSCORE', 'wire:due', '-inf', NOW, 'LIMIT', 0, limit)) do
  local id, step = string.match(member, '^(.-)|(.+)$')
  local state = state_of(id, step)
  redis.call('ZREM', 'wire:due', member)
  if state and state.status == 'waiting' then
    state.due = nil
    wait(id, step, state)
    for _, each in ipairs({step, redis.call('HGET', report(id), 'lane'), id}) do found[#found + 1] = each end
  end
end
for i = 3, #ARGV, 3 do
  local step, lane, queue = ARGV[i], ARGV[i + 1], ARGV[i + 2]
  local waiting, before = 'wire:waiting:' .. step .. '.' .. lane, NOW - patience
  local oldest = redis.call('LINDEX', queue, -1)
  if oldest then before = math.min(before, (cjson.decode(oldest).headers.wire_since or 0) - 1) end
  for _, id in ipairs(redis.call('ZRANGEBYSCORE', waiting, '-inf', before, 'LIMIT', 0, limit)) do
    redis.call('ZADD', waiting, 'XX', NOW, id)
    for _, each in ipairs({step, lane, id}) do found[#found + 1] = each end
  end
end
return found
