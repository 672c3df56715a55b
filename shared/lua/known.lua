-- The rows of the knowledge base that are filed under any of these keys, each once.
-- wire:kb is the version in use; wire:kb:{version}:{bucket} holds key -> numbers of rows, four bytes each, and
-- wire:kb:{version}:rows number -> row (JSON). A key's bucket is its first bits.
-- ARGV: keys, eight bytes each. Returns {version, row, row, ...}; version '0' when there is no knowledge base.
local about = redis.call('HMGET', 'wire:kb', 'version', 'shift')
if not about[1] then return {'0'} end
local prefix, width, seen, answer = 'wire:kb:' .. about[1] .. ':', 2 ^ about[2], {}, {about[1]}
for at = 1, #ARGV[1], 8 do
  local key = string.sub(ARGV[1], at, at + 7)
  local rows = redis.call('HGET', prefix .. math.floor(struct.unpack('>I4', key) / width), key)
  for i = 1, rows and #rows or 0, 4 do
    local number = struct.unpack('>I4', rows, i)
    if not seen[number] then
      seen[number] = true
      answer[#answer + 1] = redis.call('HGET', prefix .. 'rows', number)
    end
  end
end
return answer
