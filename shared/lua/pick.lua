-- Of these reports, those that are wanted. ARGV: source|'' since|'' label|'' key|'', then ids. Returns ids.
-- `label` is how a label begins in the JSON of the first step's result, which is searched and not decoded: within a
-- string of that JSON the quotation marks would be escaped, so nothing but a label matches.
-- A key may hold half a surrogate pair, which cjson does not read: such a report is not found by its key.
local function key_of(meta)
  local read, found = pcall(cjson.decode, meta)
  return read and found.key
end
local source, since, label, key = ARGV[1], tonumber(ARGV[2]), ARGV[3], ARGV[4]
local found = {}
for i = 5, #ARGV do
  local at = redis.call('HMGET', report(ARGV[i]), 'source', 'received_at', 'meta')
  if at[1] and (source == '' or at[1] == source) and (not since or tonumber(at[2]) >= since)
    and (key == '' or key_of(at[3]) == key)
    and (label == '' or string.find(redis.call('HGET', report(ARGV[i]), 'o:normalize') or '', label, 1, true)) then
    found[#found + 1] = ARGV[i]
  end
end
return found
