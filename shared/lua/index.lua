-- Writes anew by what a report is found. ARGV: id, then as `index` in said.lua takes it. Returns 1, or 0 if unknown.
if redis.call('EXISTS', report(ARGV[1])) == 0 then return 0 end
index(ARGV[1], ARGV, 2)
return 1
