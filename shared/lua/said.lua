-- Quotes met again. A report's `said` holds the fingerprints of its quotes, four bytes each, for each quote their count
-- (two bytes) and these; `part` is the window that it came in; `earlier` and `later` are the ids of reports that share
-- some. wire:q:{part}:{bucket}: last three bytes of a fingerprint -> numbers of reports, four bytes each, the first
-- and the last that came; it outlives its window by another, by Redis' clock.
local RING, FIRST, CLOSEST, PAIRS, SHARED = 64, 32, 8, 16, 0.15

-- Where the fingerprint at a place of `marks` is posted: its bucket and field.
local function posting(marks, at)
  local high, low = string.byte(marks, at, at + 1)
  return 16 * high + math.floor(low / 16), string.sub(marks, at + 1, at + 3)
end

-- The fingerprints of each quote.
local function each_said(said)
  local at = 1
  return function()
    if at > #said then return nil end
    local first, n = at + 2, struct.unpack('>I2', said, at)
    at = first + 4 * n
    return string.sub(said, first, at - 1)
  end
end

-- Takes a report's fingerprints out of the index.
local function unsay(id)
  local was = redis.call('HMGET', report(id), 'seq', 'said', 'part')
  if not was[2] then return end
  local me = struct.pack('>I4', was[1])
  for marks in each_said(was[2]) do
    for i = 1, #marks, 4 do
      local bucket, field = posting(marks, i)
      local key = 'wire:q:' .. was[3] .. ':' .. bucket
      local ring, kept = redis.call('HGET', key, field) or '', {}
      for j = 1, #ring, 4 do
        local other = string.sub(ring, j, j + 3)
        if other ~= me then kept[#kept + 1] = other end
      end
      if #kept == 0 then redis.call('HDEL', key, field)
      elseif 4 * #kept < #ring then redis.call('HSET', key, field, table.concat(kept)) end
    end
  end
  redis.call('HDEL', report(id), 'said', 'part')
end

-- Takes a report away from those that share quotes with it.
local function part_from(id)
  for field, back in pairs({earlier = 'later', later = 'earlier'}) do
    for other in string.gmatch(redis.call('HGET', report(id), field) or '', '%S+') do
      local noted = redis.call('HGET', report(other), back)
      if noted then redis.call('HSET', report(other), back, (string.gsub(noted, id .. ' ', ''))) end
    end
  end
end

local function note(id, field, other)
  local noted = redis.call('HGET', report(id), field) or ''
  if #noted < PAIRS * (#other + 1) and not string.find(noted, other, 1, true) then
    redis.call('HSET', report(id), field, noted .. other .. ' ')
  end
end

-- Files the fingerprints of a quote; returns those who share most of them, their numbers.
local function met(me, part, window, marks)
  local shared, order = {}, {}
  for i = 1, #marks, 4 do
    local bucket, field = posting(marks, i)
    for near = part - 1, part + 1 do
      local key = 'wire:q:' .. near .. ':' .. bucket
      local ring, mine = redis.call('HGET', key, field) or '', false
      for j = 1, #ring, 4 do
        local other = string.sub(ring, j, j + 3)
        if other == me then mine = true
        else
          if not shared[other] then order[#order + 1] = other end
          shared[other] = (shared[other] or 0) + 1
        end
      end
      if near == part and not mine then
        if #ring >= RING then ring = string.sub(ring, 1, FIRST) .. string.sub(ring, FIRST + 5) end
        redis.call('HSET', key, field, ring .. me)
        if ring == '' then redis.call('PEXPIRE', key, 2 * window) end
      end
    end
  end
  table.sort(order, function(a, b)
    if shared[a] ~= shared[b] then return shared[a] > shared[b] end
    return a < b
  end)
  return {unpack(order, 1, CLOSEST)}
end

-- What others said: of each of its fingerprints the numbers of the quotes that have it, and how long these are.
local function read(said)
  local quotes, sizes = {}, {}
  for marks in each_said(said) do
    sizes[#sizes + 1] = #marks
    for i = 1, #marks, 4 do
      local mark = string.sub(marks, i, i + 3)
      quotes[mark] = quotes[mark] or {}
      table.insert(quotes[mark], #sizes)
    end
  end
  return quotes, sizes
end

-- Whether a quote shares enough with one of these.
local function alike(marks, quotes, sizes)
  local both = {}
  for i = 1, #marks, 4 do
    for _, q in ipairs(quotes[string.sub(marks, i, i + 3)] or {}) do
      both[q] = (both[q] or 0) + 4
      if both[q] >= SHARED * math.min(#marks, sizes[q]) then return true end
    end
  end
  return false
end

-- Files the fingerprints of a report's quotes, quotes[first] to quotes[last], in place of those before, and notes with
-- each other the reports that share enough of them.
local function say(id, window, quotes, first, last)
  unsay(id)
  if last < first then return end
  local at = redis.call('HMGET', report(id), 'seq', 'received_at', 'order')
  local me, part, said, others = struct.pack('>I4', at[1]), math.floor(at[2] / window), {}, {}
  for q = first, last do
    said[#said + 1] = struct.pack('>I2', #quotes[q] / 4) .. quotes[q]
    for _, number in ipairs(met(me, part, window, quotes[q])) do
      local their = others[number]
      if not their then
        local other = redis.call('HGET', 'wire:ids', (struct.unpack('>I4', number)))
        local about = redis.call('HMGET', report(other or ''), 'order', 'said')
        their = {id = other, order = about[1]}
        their.quotes, their.sizes = read(about[2] or '')
        others[number] = their
      end
      if not their.noted and alike(quotes[q], their.quotes, their.sizes) then
        their.noted = true
        local one, two = id, their.id
        if their.order < at[3] then one, two = two, one end
        note(one, 'later', two)
        note(two, 'earlier', one)
      end
    end
  end
  redis.call('HSET', report(id), 'said', table.concat(said), 'part', part)
end

-- Writes by what a report is found. args[first]: the window (ms), how many quotes, the fingerprints of each, names.
local function index(id, args, first)
  local last = first + 1 + args[first + 1]
  say(id, tonumber(args[first]), args, first + 2, last)
  file(id, args, last + 1)
end
