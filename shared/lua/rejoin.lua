-- An editor takes back all splits of a report's story: it joins again with those to which it has links.
-- ARGV: id. Returns how many stories it joined with; -1 when it was not split.
local at = story_of(ARGV[1])
local others = redis.call('SMEMBERS', 'wire:apart:' .. at)
if #others == 0 then return -1 end
table.sort(others)
local n = 0
for _, other in ipairs(others) do
  if reconcile(at, other) > 0 then
    at = merge(at, other)
    n = n + 1
  end
end
event('rejoined', ARGV[1])
return n
