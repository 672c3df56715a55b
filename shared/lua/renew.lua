-- A sign of life. ARGV: id step token lease. Returns 1 while the claim is held.
local state = state_of(ARGV[1], ARGV[2])
if not state or state.token ~= tonumber(ARGV[3]) then return 0 end
redis.call('ZADD', 'wire:running', 'XX', NOW + ARGV[4], ARGV[1] .. '|' .. ARGV[2])
return 1
