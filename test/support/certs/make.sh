#!/bin/sh
# Makes the test certificates anew. Run it in this folder.
set -eu
days=36500
key='-newkey ec -pkeyopt ec_paramgen_curve:P-256 -noenc'
openssl req -x509 $key -days $days -subj '/CN=seventytwo tests' -keyout ca.key -out ca.pem \
  -addext basicConstraints=critical,CA:TRUE -addext keyUsage=critical,keyCertSign
issue() {
  openssl req -new $key -subj "/CN=$1" -keyout "$1.key" -out "$1.csr" -addext "subjectAltName=$2"
  openssl x509 -req -in "$1.csr" -CA ca.pem -CAkey ca.key -days "$3" -copy_extensions copy -out "$1.pem"
  rm "$1.csr"
}
here='DNS:localhost,IP:127.0.0.1'
issue localhost "$here" $days
issue elsewhere 'DNS:elsewhere.test' $days
# Its last day was yesterday.
issue expired "$here" -1
openssl req -x509 $key -days $days -subj '/CN=localhost' -addext "subjectAltName=$here" \
  -keyout stranger.key -out stranger.pem
rm ca.key
