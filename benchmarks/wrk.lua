-- Puts a number of its own into every request whose target has an @, and tells, on one line of JSON, what the driver's own
-- summary tells people.
local before, after = wrk.path:match("(.*)@(.*)")
if before then
	local number = 0
	request = function()
		number = number + 1
		return wrk.format(nil, before .. number .. after)
	end
end

done = function(summary, latency, requests)
	local e = summary.errors
	print(string.format(
		'{"requests": %d, "seconds": %f, "p99_us": %f, "unexpected": %d, "errors": %d}',
		summary.requests, summary.duration / 1e6, latency:percentile(99.0), e.status,
		e.connect + e.read + e.write + e.timeout))
end
