-- wrk: one address after the other of the file that URLS names; JSON at the end.
local urls, n = {}, 0

for line in io.lines(os.getenv("URLS")) do
	urls[#urls + 1] = line
end

request = function()
	n = n + 1
	return wrk.format("GET", urls[n % #urls + 1])
end

done = function(summary, latency)
	local bad = summary.errors
	io.write(string.format('\nJSON {"requests_per_s": %f, "p50_ms": %f, "p99_ms": %f, ' ..
		'"errors": %d}\n', summary.requests / summary.duration * 1e6,
		latency:percentile(50) / 1000, latency:percentile(99) / 1000,
		bad.connect + bad.read + bad.write + bad.status + bad.timeout))
end
