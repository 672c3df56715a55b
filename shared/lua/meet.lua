-- Files a report's sketch and returns the sketches of reports that share marks or names with it, in one instant.
-- A mark that more than COMMON reports carry says nothing and takes no more postings.
-- ARGV: id sketch(JSON). Returns sketches, most shared first, at most 64.
local COMMON, MOST = 64, 64
local id, sketch = ARGV[1], cjson.decode(ARGV[2])
local seq = redis.call('HGET', report(id), 'seq')
if not seq then return {} end
local shared, order = {}, {}
local function meet(bucket, field, weight, common)
  local postings = redis.call('HGET', bucket, field) or ''
  local n, mine = 0, false
  local seqs = {}
  for each in string.gmatch(postings, '%S+') do
    n = n + 1
    seqs[n] = each
    if each == seq then mine = true end
  end
  if n > common then return end
  for _, each in ipairs(seqs) do
    if each ~= seq then
      if not shared[each] then order[#order + 1] = each end
      shared[each] = (shared[each] or 0) + weight
    end
  end
  if not mine then redis.call('HSET', bucket, field, n == 0 and seq or postings .. ' ' .. seq) end
end
for _, mark in ipairs(sketch.marks) do
  meet('wire:marks:' .. string.sub(mark, 1, 3), string.sub(mark, 4), 1, COMMON)
end
for _, name in ipairs(sketch.names) do meet('wire:names', name, 1000, 1000) end
redis.call('HSET', report(id), 'sketch', ARGV[2])
table.sort(order, function(a, b)
  if shared[a] ~= shared[b] then return shared[a] > shared[b] end
  return tonumber(a) < tonumber(b)
end)
local found = {}
for i = 1, math.min(MOST, #order) do
  local other = redis.call('HGET', 'wire:ids', order[i])
  local text = other and redis.call('HGET', report(other), 'sketch')
  if text then found[#found + 1] = text end
end
return found
