-- An editor takes back that a report's story was split: it joins again with those to which it has links, the one that
-- began first to begin with. What was set apart from one of these stays so: that is another split.
-- ARGV: id. Returns how many stories it joined with; -1 when it was not split.
local at = story_of(ARGV[1])
local others, began, kept, n = redis.call('SMEMBERS', 'wire:apart:' .. at), {}, {}, 0
if #others == 0 then return -1 end
for _, key in ipairs(others) do
  began[key] = '~'
  for _, id in ipairs(redis.call('HKEYS', 'wire:story:' .. key)) do
    local order = redis.call('HGET', report(id), 'order')
    if order and order < began[key] then began[key] = order end
  end
end
table.sort(others, function(a, b)
  if began[a] ~= began[b] then return began[a] < began[b] end
  return a < b
end)
for _, other in ipairs(others) do
  if not kept[other] then
    local apart = redis.call('SMEMBERS', 'wire:apart:' .. other)
    if reconcile(at, other) > 0 then
      for _, each in ipairs(apart) do kept[each] = true end
      at = merge(at, other)
      n = n + 1
    end
  end
end
event('rejoined', ARGV[1])
return n
