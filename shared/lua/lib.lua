-- What all scripts share. Put in front of each of them, with said.lua.
--
-- Keys: wire:r:{id}            hash: the report: meta body seq order lane source hour status generation ended claims
--                              deliveries d story names said part earlier later, s:STEP (state, JSON),
--                              o:STEP (result, never decoded here)
--       wire:status:{status}   zset of ids by seq            wire:ids        hash seq -> id
--       wire:waiting:{step}.{lane}  zset id -> since when    wire:running    zset id|step -> end of lease
--       wire:workers           zset worker -> when it is given up (seconds)
--       wire:due               zset id|step -> try again at  wire:finished   zset id -> when
--       wire:done              hash step -> times done (for progress)
--       wire:balance           hash hour|state|source -> n   wire:events     stream
--       wire:links:{id}        hash of:{id} -> link (packed), by:{id} -> kind
--       wire:story:{key}       hash id -> node (JSON)        wire:apart:{key}  set of stories that are not this one
--       wire:joined:{key}      set of id|id: reports whose stories an editor joined
--       wire:parked:{id}       hash of links and joins with stories that an editor set apart: of:{id} -> kind|link,
--                              joined:{id} -> '', and by:{id}, joiner:{id} -> '' with the other report
--       wire:name:{name}       set of seqs: the reports that are found by it, as told in their `names`
--       wire:q:{part}:{bucket}  hash: who said what, for some days: see said.lua
--       wire:kb:*              the knowledge base: see known.lua
--       wire:m:*, wire:n:*     whom to meet, for some days: see meet.lua
-- Times are milliseconds of Redis' own clock. A step's state: status version attempts queued_at started_at
-- finished_at ms worker error token due passing.

local time = redis.call('TIME')
local NOW = time[1] * 1000 + math.floor(time[2] / 1000)
local OVER = {done = true, refused = true, failed = true, skipped = true}

local function report(id) return 'wire:r:' .. id end

local function state_of(id, step)
  local text = redis.call('HGET', report(id), 's:' .. step)
  return text and cjson.decode(text) or nil
end

local function put(id, step, state)
  redis.call('HSET', report(id), 's:' .. step, cjson.encode(state))
end

local function event(name, id, ...)
  redis.call('XADD', 'wire:events', 'MAXLEN', '~', '10000', '*', 'event', name, 'report', id, 'at', NOW, ...)
end

-- Counts per source and hour of intake; a row that falls to nothing goes.
local function count(id, state, by)
  local at = redis.call('HMGET', report(id), 'hour', 'source')
  local field = at[1] .. '|' .. state .. '|' .. at[2]
  if redis.call('HINCRBY', 'wire:balance', field, by) == 0 then redis.call('HDEL', 'wire:balance', field) end
end

local function set_status(id, status)
  local key = report(id)
  local now = redis.call('HMGET', key, 'status', 'seq')
  if now[1] == status then return end
  redis.call('HSET', key, 'status', status)
  if now[1] then redis.call('ZREM', 'wire:status:' .. now[1], id) end
  redis.call('ZADD', 'wire:status:' .. status, now[2], id)
  if now[1] and OVER[now[1]] then
    count(id, now[1], -1)
    redis.call('ZREM', 'wire:finished', id)
  end
  if OVER[status] then
    count(id, status, 1)
    redis.call('ZADD', 'wire:finished', NOW, id)
    redis.call('HINCRBY', key, 'ended', 1)
    event('report_' .. status, id)
  end
end

local function wait(id, step, state)
  state.status, state.queued_at = 'waiting', NOW
  put(id, step, state)
  redis.call('ZADD', 'wire:waiting:' .. step .. '.' .. redis.call('HGET', report(id), 'lane'), NOW, id)
end

-- A worker takes a waiting step. Returns {step, token, attempt}.
local function claim(id, step, state, version, worker, lease)
  local key = report(id)
  redis.call('ZREM', 'wire:waiting:' .. step .. '.' .. redis.call('HGET', key, 'lane'), id)
  redis.call('ZREM', 'wire:due', id .. '|' .. step)
  redis.call('ZADD', 'wire:running', NOW + lease, id .. '|' .. step)
  state.status, state.version, state.worker, state.started_at = 'running', version, worker, NOW
  state.attempts, state.token = (state.attempts or 0) + 1, redis.call('HINCRBY', key, 'claims', 1)
  state.due, state.finished_at = nil, nil
  put(id, step, state)
  set_status(id, 'running')
  return {step, state.token, state.attempts}
end

-- After a change: steps whose predecessors are done begin to wait, those that cannot run are skipped, and a report
-- whose steps are all over is over. `graph` is {order = [names], after = {name = [names]}}.
-- Returns the states by step, and the steps that just began to wait.
local function settle(id, graph)
  local fields, ready, states = {}, {}, {}
  for i, step in ipairs(graph.order) do fields[i] = 's:' .. step end
  for i, text in ipairs(redis.call('HMGET', report(id), unpack(fields))) do
    if text then states[graph.order[i]] = cjson.decode(text) end
  end
  local open, running, worst, passing = false, false, 'done', {}
  for _, step in ipairs(graph.order) do
    local state = states[step]
    if not state then
      local all_done, lost = true, nil
      for _, before in ipairs(graph.after[step]) do
        local status = states[before].status
        if status ~= 'done' then all_done = false end
        if OVER[status] and status ~= 'done' then lost = before end
      end
      state = {status = 'none', attempts = 0}
      if all_done then
        wait(id, step, state)
        ready[#ready + 1] = step
      elseif lost then
        state.status, state.finished_at = 'skipped', NOW
        put(id, step, state)
      end
      states[step] = state
    end
    if not OVER[state.status] then open = true end
    if state.passing then passing[#passing + 1] = 'o:' .. step end
    if state.status == 'running' then running = true end
    if state.status == 'failed' or (state.status == 'refused' and worst ~= 'failed') then worst = state.status end
  end
  if not open then
    set_status(id, worst)
    if #passing > 0 then redis.call('HDEL', report(id), unpack(passing)) end
  elseif running then set_status(id, 'running')
  else set_status(id, 'waiting') end
  return states, ready
end

-- An attempt has ended without a result: try again later, or give up. `error` is {kind, message}.
local function setback(id, step, state, error, attempts, backoff)
  redis.call('ZREM', 'wire:running', id .. '|' .. step)
  state.error, state.token = error, nil
  if state.attempts >= attempts then
    state.status, state.finished_at = 'failed', NOW
    put(id, step, state)
    event('step_failed', id, 'step', step, 'attempt', state.attempts)
    return
  end
  state.status, state.queued_at = 'waiting', NOW
  state.due = NOW + backoff * 4 ^ (state.attempts - 1)
  put(id, step, state)
  redis.call('ZADD', 'wire:due', state.due, id .. '|' .. step)
  event('step_set_back', id, 'step', step, 'attempt', state.attempts)
end

-- Writes by which names a report is found, names[first] and those after it, in place of those before.
local function file(id, names, first)
  local key = report(id)
  local before = redis.call('HMGET', key, 'seq', 'names')
  for name in string.gmatch(before[2] or '', '[^\n]+') do redis.call('SREM', 'wire:name:' .. name, before[1]) end
  for i = first, #names do redis.call('SADD', 'wire:name:' .. names[i], before[1]) end
  redis.call('HSET', key, 'names', table.concat(names, '\n', first))
end

-- What a later report makes of an earlier one.
local FATES = {corrects = 'corrected', version = 'superseded', withdrawn = 'withdrawn'}

-- Writes that two stories are not the same.
local function set_apart(one, other)
  redis.call('SADD', 'wire:apart:' .. one, other)
  redis.call('SADD', 'wire:apart:' .. other, one)
end

-- The key of a report's story; its own id where it stands alone.
local function story_of(id) return redis.call('HGET', report(id), 'story') or id end

-- Moves all that is kept of a story to another key: its own, or that of the story that it becomes part of.
-- Returns the ids of its reports.
local function move(from, into)
  local members, moved = redis.call('HGETALL', 'wire:story:' .. from), {}
  for i = 1, #members, 2 do
    redis.call('HSET', 'wire:story:' .. into, members[i], members[i + 1])
    redis.call('HSET', report(members[i]), 'story', into)
    moved[#moved + 1] = members[i]
  end
  redis.call('DEL', 'wire:story:' .. from)
  for _, other in ipairs(redis.call('SMEMBERS', 'wire:apart:' .. from)) do
    set_apart(into, other)
    redis.call('SREM', 'wire:apart:' .. other, from)
  end
  redis.call('DEL', 'wire:apart:' .. from)
  for _, pair in ipairs(redis.call('SMEMBERS', 'wire:joined:' .. from)) do
    redis.call('SADD', 'wire:joined:' .. into, pair)
  end
  redis.call('DEL', 'wire:joined:' .. from)
  return moved
end

-- Makes two stories one, the larger one's key staying. Returns that key, and the ids of those that moved.
local function merge(into, from)
  if redis.call('HLEN', 'wire:story:' .. from) > redis.call('HLEN', 'wire:story:' .. into) then into, from = from, into end
  return into, move(from, into)
end

-- Kinds of links that make two reports one story; as JOINING in relations.py.
local JOINS = {
  exact = true, ['repeat'] = true, version = true, corrects = true, withdrawn = true, near_duplicate = true
}

-- What is parked is kept with both reports, so that either can take it along when it goes.
local BACK = {of = 'by', by = 'of', joined = 'joiner', joiner = 'joined'}
local function park(id, way, other, value)
  redis.call('HSET', 'wire:parked:' .. id, way .. ':' .. other, value)
  redis.call('HSET', 'wire:parked:' .. other, BACK[way] .. ':' .. id, '')
end
local function unpark(id, way, other)
  redis.call('HDEL', 'wire:parked:' .. id, way .. ':' .. other)
  redis.call('HDEL', 'wire:parked:' .. other, BACK[way] .. ':' .. id)
end

-- An editor takes back that two stories are not the same: parked links between them are made again, and joins too.
-- Returns how many of these make them one; the stories are joined by who calls this.
local function reconcile(one, other)
  redis.call('SREM', 'wire:apart:' .. one, other)
  redis.call('SREM', 'wire:apart:' .. other, one)
  local n, ids = 0, redis.call('HKEYS', 'wire:story:' .. one)
  for _, id in ipairs(redis.call('HKEYS', 'wire:story:' .. other)) do ids[#ids + 1] = id end
  for _, later in ipairs(ids) do
    local parked = redis.call('HGETALL', 'wire:parked:' .. later)
    for i = 1, #parked, 2 do
      local way, earlier = string.match(parked[i], '^(%a+):(.+)$')
      local at, its = story_of(earlier), story_of(later)
      local between = (at == one and its == other) or (at == other and its == one)
      if between and (way == 'joined' or way == 'of') then
        local kind, link = string.match(parked[i + 1], '^([%a_]+)|(.*)$')
        unpark(later, way, earlier)
        if way == 'joined' then
          redis.call('SADD', 'wire:joined:' .. one, later .. '|' .. earlier)
        else
          redis.call('HSET', 'wire:links:' .. earlier, 'by:' .. later, kind)
          redis.call('HSET', 'wire:links:' .. later, 'of:' .. earlier, link)
        end
        if way == 'joined' or JOINS[kind] then n = n + 1 end
      end
    end
  end
  return n
end

-- Takes a report away from its relations; its postings are forgotten with their part of the window. With `stays` it
-- remains in a story that an editor made: joined, or set apart from another. Returns the story's key.
-- A story has the id of one of its reports as its key, or a report that left would be taken for one of it.
local function forget(id, stays)
  local at = redis.call('HGET', report(id), 'story')
  for _, field in ipairs(redis.call('HKEYS', 'wire:links:' .. id)) do
    local way, other = string.match(field, '^(%a+):(.+)$')
    redis.call('HDEL', 'wire:links:' .. other, (way == 'of' and 'by:' or 'of:') .. id)
  end
  redis.call('DEL', 'wire:links:' .. id)
  for _, field in ipairs(redis.call('HKEYS', 'wire:parked:' .. id)) do
    local way, other = string.match(field, '^(%a+):(.+)$')
    if not stays or way == 'of' or way == 'by' then unpark(id, way, other) end
  end
  if not at then return nil end
  if stays and redis.call('EXISTS', 'wire:apart:' .. at, 'wire:joined:' .. at) > 0 then return at end
  redis.call('HDEL', 'wire:story:' .. at, id)
  redis.call('HDEL', report(id), 'story')
  local rest = at == id and redis.call('HKEYS', 'wire:story:' .. at) or {}
  if #rest > 0 then
    table.sort(rest)
    move(at, rest[1])
    at = rest[1]
  end
  return at
end
