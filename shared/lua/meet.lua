-- Files a report's fingerprints and names and returns whom it meets, in one instant.
-- Postings are kept by parts of the window: wire:f:{part} says that there are some, wire:f:{part}:{bucket} holds them,
-- a fingerprint's last three bytes -> a ring of numbers of reports, four bytes each; wire:n:{part} does so for names.
-- A part is written for half a window and outlives it by a whole one, by Redis' clock.
-- ARGV: id at(ms) packed marks(4 bytes each) window(ms), then names.
-- Returns {common marks(4 bytes each: place from 0), story, packed, story, packed, ...}, closest first.
local RING, COMMON, STORIES, OF_FIRST, OF_OTHERS, MOST = 64, 6, 6, 8, 3, 1000
local id, packed, marks, half = ARGV[1], ARGV[3], ARGV[4], math.floor(ARGV[5] / 2)
local number = redis.call('HGET', report(id), 'seq')
if not number then return {''} end
local me, own = struct.pack('>I4', number), math.floor(ARGV[2] / half)
local life = half * 3
redis.call('SET', 'wire:packed:' .. number, packed, 'PX', life)
if redis.call('EXISTS', 'wire:f:' .. own) == 0 then redis.call('SET', 'wire:f:' .. own, 1, 'PX', life) end
local parts = {}
for part = own - 2, own + 2 do
  if part == own or redis.call('EXISTS', 'wire:f:' .. part) == 1 then parts[#parts + 1] = part end
end

local met, order = {}, {}
local function look(kind, bucket, field)
  local found, mine = {}, false
  for _, part in ipairs(parts) do
    local key = kind .. part .. bucket
    local ring = redis.call('HGET', key, field)
    for i = 1, ring and #ring or 0, 4 do
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
    if part == own and not mine then
      redis.call('HSET', key, field, string.sub((ring or '') .. me, -RING))
      if not ring and redis.call('HLEN', key) == 1 then redis.call('PEXPIRE', key, life) end
    end
  end
  return found
end

local postings, named = {}, {}
for i = 1, #marks, 4 do
  local high, low = string.byte(marks, i, i + 1)
  local bucket = string.format(':%d', high * 32 + math.floor(low / 8))
  postings[#postings + 1] = look('wire:f:', bucket, string.sub(marks, i + 1, i + 3))
end
for i = 6, #ARGV do
  for _, seq in ipairs(look('wire:n:', '', ARGV[i])) do named[seq] = true end
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
    local theirs = redis.call('GET', 'wire:packed:' .. each.number)
    if theirs then
      counts[place] = counts[place] + 1
      answer[#answer + 1] = each.story
      answer[#answer + 1] = theirs
    end
  end
end
return answer
