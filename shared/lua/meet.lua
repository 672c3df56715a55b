-- Files a report's fingerprints and names and returns whom it meets, in one instant.
-- Postings are kept by parts of one window: wire:f:{part}:{bucket} holds those of fingerprints, the last three bytes of
-- each -> a ring of numbers of reports, four bytes each; wire:n:{part} does so for names; wire:f:{part} has a bit for
-- each bucket that was begun. A part is written for a window and outlives it by another, by Redis' clock.
-- ARGV: id at(ms) marks(4 bytes each) window(ms) how many names, the names, then names of others that are asked for.
-- Returns {common marks(4 bytes each: place from 0), then for each met, closest first: story id meta received_at order
-- normalised}.
local RING, COMMON, STORIES, OF_FIRST, OF_OTHERS, MOST, BUCKETS = 64, 6, 6, 6, 2, 1000, 8192
local id, marks, window, names = ARGV[1], ARGV[3], tonumber(ARGV[4]), tonumber(ARGV[5])
local number = redis.call('HGET', report(id), 'seq')
if not number then return {''} end
local me, own = struct.pack('>I4', number), math.floor(ARGV[2] / window)
local parts = {}
for _, part in ipairs({own - 1, own + 1}) do
  if redis.call('EXISTS', 'wire:f:' .. part) == 1 then parts[#parts + 1] = part end
end

local buckets, bits = {}, {'SET', 'u1', BUCKETS, 1, 'SET', 'u1', BUCKETS + math.min(names, 1), 1}
for i = 1, #marks, 4 do
  local high, low = string.byte(marks, i, i + 1)
  local n = #bits
  local bucket = string.format('%d', high * 32 + math.floor(low / 8))
  buckets[#buckets + 1] = ':' .. bucket
  bits[n + 1], bits[n + 2], bits[n + 3], bits[n + 4] = 'SET', 'u1', bucket, 1
end
local begun = redis.call('BITFIELD', 'wire:f:' .. own, unpack(bits))
if begun[1] == 0 then redis.call('PEXPIRE', 'wire:f:' .. own, 2 * window) end

local met, order = {}, {}
local function collect(found, ring)
  local mine = false
  for i = 1, #ring, 4 do
    local seq = string.sub(ring, i, i + 3)
    if seq == me then mine = true
    else
      found[#found + 1] = seq
      if not met[seq] and #order < MOST then
        met[seq] = {seq = seq, number = struct.unpack('>I4', seq), score = 0}
        order[#order + 1] = met[seq]
      end
    end
  end
  return mine
end
local function ask(found, kind, part, bucket, field)
  local ring = redis.call('HGET', kind .. part .. bucket, field)
  return ring, ring and collect(found, ring)
end
local function look(kind, bucket, field, first)
  local key, found = kind .. own .. bucket, {}
  if redis.call('HSETNX', key, field, me) == 1 then
    if first then redis.call('PEXPIRE', key, 2 * window) end
  else
    local ring, mine = ask(found, kind, own, bucket, field)
    if not mine then redis.call('HSET', key, field, string.sub(ring .. me, -RING)) end
  end
  for _, part in ipairs(parts) do ask(found, kind, part, bucket, field) end
  return found
end

local postings, named = {}, {}
for i, bucket in ipairs(buckets) do
  postings[i] = look('wire:f:', bucket, string.sub(marks, 4 * i - 2, 4 * i), begun[i + 2] == 0)
end
local asked = {}
for i = 6, #ARGV do
  local name = ARGV[i]
  local found = i < 6 + names and look('wire:n:', '', name, begun[2] == 0 and i == 6) or asked
  if found == asked then
    for _, part in ipairs({own, unpack(parts)}) do ask(asked, 'wire:n:', part, '', name) end
  end
  for _, seq in ipairs(found) do named[seq] = true end
end
if #order == 0 then return {''} end

local numbers = {}
for i, each in ipairs(order) do numbers[i] = each.number end
for i, other in ipairs(redis.call('HMGET', 'wire:ids', unpack(numbers))) do
  if other then
    order[i].id = other
    order[i].story = redis.call('HGET', report(other), 'story') or other
  end
end

local common = {}
for place, found in ipairs(postings) do
  local stories, n = {}, 0
  for _, seq in ipairs(found) do
    local story = met[seq] and met[seq].story
    if story and not stories[story] then stories[story], n = true, n + 1 end
  end
  if n >= COMMON then
    common[#common + 1] = struct.pack('>I4', place - 1)
  else
    for _, seq in ipairs(found) do
      if met[seq] then met[seq].score = met[seq].score + 1 / n end
    end
  end
end

local least, close = #postings > 8 and 1 or 0.5, {}
for _, each in ipairs(order) do
  if each.id and (each.score >= least or named[each.seq]) then close[#close + 1] = each end
end
table.sort(close, function(a, b)
  if a.score ~= b.score then return a.score > b.score end
  return a.number < b.number
end)
local stories, counts, answer = {}, {}, {table.concat(common)}
for _, each in ipairs(close) do
  if not stories[each.story] and #counts < STORIES then
    counts[#counts + 1] = 0
    stories[each.story] = #counts
  end
  local place = stories[each.story]
  if place and counts[place] < (place == 1 and OF_FIRST or OF_OTHERS) then
    local theirs = redis.call('HMGET', report(each.id), 'meta', 'received_at', 'order', 'o:normalize')
    if theirs[4] then
      counts[place] = counts[place] + 1
      for _, value in ipairs({each.story, each.id, unpack(theirs)}) do answer[#answer + 1] = value end
    end
  end
end
return answer
