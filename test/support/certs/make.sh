#!/bin/sh
# Makes the test certificates anew. Run it in this folder.
set -eu
days=36500
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -noenc -days $days \
  -subj '/CN=seventytwo tests' -keyout ca.key -out ca.pem \
  -addext basicConstraints=critical,CA:TRUE -addext keyUsage=critical,keyCertSign
issue() {
  openssl req -new -newkey ec -pkeyopt ec_paramgen_curve:P-256 -noenc -subj "/CN=$1" \
    -keyout "$1.key" -out "$1.csr" -addext "subjectAltName=$2"
  openssl x509 -req -in "$1.csr" -CA ca.pem -CAkey ca.key -days $days -copy_extensions copy -out "$1.pem"
  rm "$1.csr"
}
issue localhost 'DNS:localhost,IP:127.0.0.1'
issue elsewhere 'DNS:elsewhere.test'
rm ca.key
