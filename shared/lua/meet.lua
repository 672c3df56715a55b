-- Files a report's fingerprints and names and returns whom it meets, in one instant.
-- What is filed is kept by parts of one window; a part is written for a window and outlives it by another, by Redis'
-- clock. wire:m:{part} has the fingerprints: first two bytes -> entries, each the other two and the number of a report,
-- four bytes; so one command reads those of a report, and one writes them. wire:n:{part} has the names: name ->
-- entries, each the number alone. Of each fingerprint and name the newest entries are kept, oldest first.
-- ARGV: id at(ms) marks(4 bytes each) window(ms) how many names, how many that are filed and bring nobody, the names,
-- these, then names of others that are asked for.
-- Returns {common marks(4 bytes each: place from 0), then for each met, closest first: story id meta received_at order
-- normalised}.
local RING, COMMON, STORIES, OF_FIRST, OF_OTHERS, MOST = 16, 6, 6, 6, 2, 1000
local id, window, names, silent = ARGV[1], tonumber(ARGV[4]), tonumber(ARGV[5]), tonumber(ARGV[6])
local number = redis.call('HGET', report(id), 'seq')
if not number then return {''} end
local me, own = struct.pack('>I4', number), math.floor(ARGV[2] / window)

local find, sub = string.find, string.sub
local parts, met, order = {own}, {}, {}
for _, part in ipairs({own - 1, own + 1}) do
  if redis.call('EXISTS', 'wire:m:' .. part, 'wire:n:' .. part) > 0 then parts[#parts + 1] = part end
end

-- Whom each of these fields brings, with its tag: place -> numbers of reports. `files`: this report is filed as well;
-- `only_files`: nobody is brought.
local function look(kind, fields, tags, files, only_files)
  local found = {}
  for _, part in ipairs(#fields > 0 and parts or {}) do
    local key, fresh = kind .. part, {}
    local held = redis.call('HMGET', key, unpack(fields))
    for i, field in ipairs(fields) do
      local entries, tag = fresh[field] or held[i] or '', tags[i] or ''
      local size, n, first, mine = #tag + 4, 0, nil, false
      local at = find(entries, tag, 1, true)
      while at and at < #entries do
        if at % size == 1 then
          local seq = sub(entries, at + #tag, at + size - 1)
          n, first = n + 1, first or at
          if seq == me then mine = true
          elseif not only_files then
            found[i] = found[i] or {}
            found[i][#found[i] + 1] = seq
            if not met[seq] and #order < MOST then
              met[seq] = {seq = seq, number = struct.unpack('>I4', seq), score = 0}
              order[#order + 1] = met[seq]
            end
          end
        end
        at = find(entries, tag, at + 1, true)
      end
      if files and part == own and not mine then
        if n == RING then entries = sub(entries, 1, first - 1) .. sub(entries, first + size) end
        fresh[field] = entries .. tag .. me
      end
    end
    if next(fresh) then
      local row, begun = {}, redis.call('EXISTS', key) == 1
      for field, entries in pairs(fresh) do row[#row + 1], row[#row + 2] = field, entries end
      redis.call('HSET', key, unpack(row))
      if not begun then redis.call('PEXPIRE', key, 2 * window) end
    end
  end
  return found
end

local fields, tags, named, halves = {}, {}, {}, {struct.unpack(string.rep('c2', #ARGV[3] / 2), ARGV[3])}
for i = 1, #ARGV[3] / 4 do fields[i], tags[i] = halves[2 * i - 1], halves[2 * i] end
local postings = look('wire:m:', fields, tags, true)
local has, asks = {unpack(ARGV, 7, 6 + names)}, {unpack(ARGV, 7 + names + silent)}
look('wire:n:', {unpack(ARGV, 7 + names, 6 + names + silent)}, {}, true, true)
for _, found in ipairs({look('wire:n:', has, {}, true), look('wire:n:', asks, {}, false)}) do
  for _, seqs in pairs(found) do
    for _, seq in ipairs(seqs) do named[seq] = true end
  end
end
if #order == 0 then return {''} end

local numbers = {}
for i, each in ipairs(order) do numbers[i] = each.number end
for i, other in ipairs(redis.call('HMGET', 'wire:ids', unpack(numbers))) do
  order[i].id = other
end
-- Asked for as late as can be: where a mark is common, most need not be known.
local function story_of(each)
  if each.story == nil then each.story = each.id and (redis.call('HGET', report(each.id), 'story') or each.id) end
  return each.story
end

local common = {}
for place = 1, #fields do
  local found, stories, n = postings[place] or {}, {}, 0
  for _, seq in ipairs(found) do
    local story = n < COMMON and met[seq] and story_of(met[seq])
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

-- A phrase makes no meeting: with a report that is not short two marks are shared at least, or a name.
local least, close = #fields > 8 and 1.5 or 0.5, {}
for _, each in ipairs(order) do
  if each.id and (each.score >= least or named[each.seq]) then close[#close + 1] = each end
end
table.sort(close, function(a, b)
  if a.score ~= b.score then return a.score > b.score end
  return a.number < b.number
end)
local stories, counts, answer = {}, {}, {table.concat(common)}
for _, each in ipairs(close) do
  local story = story_of(each)
  if not stories[story] and #counts < STORIES then
    counts[#counts + 1] = 0
    stories[story] = #counts
  end
  local place = stories[story]
  if place and counts[place] < (place == 1 and OF_FIRST or OF_OTHERS) then
    local theirs = redis.call('HMGET', report(each.id), 'meta', 'received_at', 'order', 'o:normalize')
    if theirs[4] then
      counts[place] = counts[place] + 1
      for _, value in ipairs({story, each.id, unpack(theirs)}) do answer[#answer + 1] = value end
    end
  end
end
return answer
