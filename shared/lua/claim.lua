-- A worker asks for a step of a report. Refused (false) unless it waits and its time has come.
-- ARGV: id step version worker lease, then the report's fields wanted.
-- Returns {step, token, attempt, fields...}.
local id, step = ARGV[1], ARGV[2]
local state = state_of(id, step)
if not state or state.status ~= 'waiting' or (state.due and state.due > NOW) then return false end
local taken = claim(id, step, state, ARGV[3], ARGV[4], tonumber(ARGV[5]))
local values = redis.call('HMGET', report(id), unpack(ARGV, 6))
for i = 1, #values do taken[3 + i] = values[i] end
return taken
