-- A delivery: writes a new report, or counts one more of a known one. The first write is an INCR, so that at
-- maxmemory nothing at all is written.
-- ARGV: id source received_at|'' meta body lane delivery|'' head-step intake-state refusal|''
-- Returns {'new'|'again'|'seen', status, deliveries, lane, since}.
local id, source, received_at, meta, body = ARGV[1], ARGV[2], ARGV[3], ARGV[4], ARGV[5]
local lane, delivery, head, intake, refusal = ARGV[6], ARGV[7], ARGV[8], ARGV[9], ARGV[10]
local key = report(id)
local known = redis.call('HMGET', key, 'status', 'd', 'deliveries', 'lane')
if known[1] then
  local seen = cjson.decode(known[2])
  for _, each in ipairs(seen) do
    if each == delivery then return {'seen', known[1], tonumber(known[3]), known[4], NOW} end
  end
  if delivery ~= '' then
    seen[#seen + 1] = delivery
    if #seen > 8 then table.remove(seen, 1) end
    redis.call('HSET', key, 'd', cjson.encode(seen))
  end
  count(id, 'repeats', 1)
  local deliveries = redis.call('HINCRBY', key, 'deliveries', 1)
  event('delivered_again', id)
  return {'again', known[1], deliveries, known[4], NOW}
end
local seq = redis.call('INCR', 'wire:seq')
if received_at == '' then received_at = NOW end
local order = string.format('%014d.%010d', received_at, seq)
redis.call('HSET', key, 'meta', meta, 'body', body, 'lane', lane, 'seq', seq, 'order', order, 'source', source,
  'received_at', received_at, 'hour', math.floor(NOW / 3600000), 'generation', 1, 'claims', 0, 'ended', 0,
  'deliveries', 1, 'd', delivery == '' and '[]' or cjson.encode({delivery}))
redis.call('HSET', 'wire:ids', seq, id)
count(id, 'accepted', 1)
event('accepted', id, 'lane', lane)
local door = cjson.decode(intake)
door.queued_at, door.started_at, door.finished_at = NOW, NOW, NOW
if refusal ~= '' then door.status, door.error = 'refused', cjson.decode(refusal) end
put(id, 'intake', door)
if refusal ~= '' then
  set_status(id, 'refused')
else
  wait(id, head, {attempts = 0})
  set_status(id, 'waiting')
end
return {'new', redis.call('HGET', key, 'status'), 1, lane, NOW}
