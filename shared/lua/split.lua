-- An editor says that some reports of a story are not the same as the rest: two stories, which do not join again unless
-- that is taken back. Links between them are parked for that.
-- ARGV: story of the one side, story of the rest, then the reports of the one side. Returns 1, or 0 when they are all.
local one, rest = ARGV[1], ARGV[2]
local old = redis.call('HGET', report(ARGV[3]), 'story')
if not old or redis.call('HLEN', 'wire:story:' .. old) <= #ARGV - 2 then return 0 end
local side, others = {}, {}
for i = 3, #ARGV do side[ARGV[i]] = true end
local members = redis.call('HGETALL', 'wire:story:' .. old)
redis.call('DEL', 'wire:story:' .. old)
for i = 1, #members, 2 do
  local id = members[i]
  local key = side[id] and one or rest
  if not side[id] then others[#others + 1] = id end
  redis.call('HSET', 'wire:story:' .. key, id, members[i + 1])
  redis.call('HSET', report(id), 'story', key)
end
for _, other in ipairs(redis.call('SMEMBERS', 'wire:apart:' .. old)) do
  redis.call('SREM', 'wire:apart:' .. other, old)
  redis.call('SREM', 'wire:apart:' .. old, other)
  set_apart(one, other)
  set_apart(rest, other)
end
set_apart(one, rest)
local joined = redis.call('SMEMBERS', 'wire:joined:' .. old)
redis.call('DEL', 'wire:joined:' .. old)
for _, pair in ipairs(joined) do
  local a, b = string.match(pair, '^(.*)|(.*)$')
  if side[a] == side[b] then redis.call('SADD', 'wire:joined:' .. (side[a] and one or rest), pair)
  else park(a, 'joined', b, '') end
end
local function park_link(later, earlier)
  local link = redis.call('HGET', 'wire:links:' .. later, 'of:' .. earlier)
  local kind = redis.call('HGET', 'wire:links:' .. earlier, 'by:' .. later)
  if link and kind then park(later, 'of', earlier, kind .. '|' .. link) end
end
for i = 3, #ARGV do
  for _, other in ipairs(others) do
    park_link(ARGV[i], other)
    park_link(other, ARGV[i])
    redis.call('HDEL', 'wire:links:' .. ARGV[i], 'of:' .. other, 'by:' .. other)
    redis.call('HDEL', 'wire:links:' .. other, 'of:' .. ARGV[i], 'by:' .. ARGV[i])
  end
  event('split', ARGV[i])
end
return 1
