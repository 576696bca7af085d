#include "worlds/words.h"

#include "base/mem.h"

const char *const language_codes[N_LANGUAGES] = { "en", "de", "fr", "es",
						   "pt", "zh", "ja" };

const struct place places[] = {
	/* clang-format off */
	{ "San Francisco", "California", "United States", "US-CA", "94105", 37.79, -122.39, 9, 0.42, EN, "USD", 190000 },
	{ "New York", "New York", "United States", "US-NY", "10001", 40.75, -73.99, 7, 0.30, EN, "USD", 175000 },
	{ "Seattle", "Washington", "United States", "US-WA", "98101", 47.61, -122.33, 4, 0.25, EN, "USD", 180000 },
	{ "Austin", "Texas", "United States", "US-TX", "78701", 30.27, -97.74, 4, 0.38, EN, "USD", 150000 },
	{ "Boston", "Massachusetts", "United States", "US-MA", "02110", 42.36, -71.05, 3, 0.22, EN, "USD", 165000 },
	{ "Toronto", "Ontario", "Canada", "CA-ON", "M5H 2N2", 43.65, -79.38, 7, 0.05, EN, "CAD", 130000 },
	{ "Montréal", "Québec", "Canada", "CA-QC", "H3B 1A1", 45.50, -73.57, 3, 0.18, FR, "CAD", 115000 },
	{ "Vancouver", "British Columbia", "Canada", "CA-BC", "V6B 1A1", 49.28, -123.12, 2, 0.15, EN, "CAD", 125000 },
	{ "London", "England", "United Kingdom", "GB-ENG", "EC2A 4NE", 51.52, -0.08, 8, 0.20, EN, "GBP", 85000 },
	{ "Edinburgh", "Scotland", "United Kingdom", "GB-SCT", "EH1 1YZ", 55.95, -3.19, 2, 0.12, EN, "GBP", 65000 },
	{ "Dublin", "Leinster", "Ireland", "IE-L", "D02 X285", 53.34, -6.26, 2, 0.10, EN, "EUR", 80000 },
	{ "Berlin", "Berlin", "Deutschland", "DE-BE", "10115", 52.53, 13.38, 6, 0.28, DE, "EUR", 75000 },
	{ "München", "Bayern", "Deutschland", "DE-BY", "80331", 48.14, 11.57, 5, 0.20, DE, "EUR", 80000 },
	{ "Hamburg", "Hamburg", "Deutschland", "DE-HH", "20095", 53.55, 10.00, 2, 0.10, DE, "EUR", 72000 },
	{ "Zürich", "Zürich", "Schweiz", "CH-ZH", "8001", 47.37, 8.54, 2, 0.15, DE, "CHF", 130000 },
	{ "Paris", "Île-de-France", "France", "FR-IDF", "75002", 48.87, 2.34, 6, 0.35, FR, "EUR", 65000 },
	{ "Lyon", "Auvergne-Rhône-Alpes", "France", "FR-ARA", "69002", 45.76, 4.83, 2, 0.20, FR, "EUR", 55000 },
	{ "Madrid", "Comunidad de Madrid", "España", "ES-MD", "28001", 40.42, -3.69, 3, 0.25, ES, "EUR", 48000 },
	{ "Barcelona", "Cataluña", "España", "ES-CT", "08002", 41.38, 2.17, 3, 0.28, ES, "EUR", 48000 },
	{ "Ciudad de México", "Ciudad de México", "México", "MX-CMX", "06000", 19.43, -99.13, 2, 0.30, ES, "MXN", 720000 },
	{ "Amsterdam", "Noord-Holland", "Netherlands", "NL-NH", "1012 AB", 52.37, 4.89, 3, 0.16, EN, "EUR", 72000 },
	{ "Stockholm", "Stockholms län", "Sweden", "SE-AB", "111 22", 59.33, 18.06, 2, 0.14, EN, "SEK", 720000 },
	{ "Lisboa", "Lisboa", "Portugal", "PT-11", "1100-148", 38.71, -9.14, 2, 0.24, PT, "EUR", 42000 },
	{ "São Paulo", "São Paulo", "Brasil", "BR-SP", "01310-100", -23.56, -46.65, 3, 0.33, PT, "BRL", 180000 },
	{ "Bengaluru", "Karnataka", "India", "IN-KA", "560001", 12.98, 77.59, 8, 0.45, EN, "INR", 3500000 },
	{ "Hyderabad", "Telangana", "India", "IN-TG", "500081", 17.44, 78.38, 3, 0.40, EN, "INR", 3000000 },
	{ "Singapore", "Singapore", "Singapore", "SG", "018956", 1.28, 103.85, 3, 0.26, EN, "SGD", 120000 },
	{ "Sydney", "New South Wales", "Australia", "AU-NSW", "2000", -33.87, 151.21, 3, 0.12, EN, "AUD", 160000 },
	{ "北京", "北京市", "中国", "CN-BJ", "100080", 39.98, 116.31, 5, 0.50, ZH, "CNY", 480000 },
	{ "上海", "上海市", "中国", "CN-SH", "200030", 31.19, 121.44, 4, 0.42, ZH, "CNY", 450000 },
	{ "東京", "東京都", "日本", "JP-13", "100-0005", 35.68, 139.77, 4, 0.22, JA, "JPY", 9000000 },
	{ "大阪", "大阪府", "日本", "JP-27", "530-0001", 34.70, 135.50, 2, 0.15, JA, "JPY", 7500000 },
	/* clang-format on */
};
const size_t n_places = ARRAY_LEN(places);

const char *const employer_first[] = {
	"Alder", "Basalt", "Cinder", "Dovetail", "Ember", "Fathom", "Gannet",
	"Harbour", "Ibex", "Juniper", "Kestrel", "Lantern", "Marlin",
	"Nimbus", "Ochre", "Pylon", "Quarry", "Rowan", "Sable", "Tidal",
	"Umber", "Vesper", "Willow", "Yarrow", "Zephyr",
};
const size_t n_employer_first = ARRAY_LEN(employer_first);

const char *const employer_second[] = {
	"Analytics", "Health",   "Robotics", "Logistics", "Bank",
	"Software",  "Mobility", "Energy",   "Retail",    "Media",
	"Systems",   "Foods",    "Travel",   "Design",
	"Insurance", "Labs",     "Pharma",   "Networks",
};
const size_t n_employer_second = ARRAY_LEN(employer_second);
