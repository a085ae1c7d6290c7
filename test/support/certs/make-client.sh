#!/bin/sh
# Makes an authority for clients anew, and a client that it signed. Run it in this folder.
set -eu
days=36500
key='-newkey ec -pkeyopt ec_paramgen_curve:P-256 -noenc'
openssl req -x509 $key -days $days -subj '/CN=seventytwo tests, clients' -keyout clients.key -out clients.pem \
  -addext basicConstraints=critical,CA:TRUE -addext keyUsage=critical,keyCertSign
openssl req -new $key -subj '/CN=worker' -keyout client.key -out client.csr -addext extendedKeyUsage=clientAuth
openssl x509 -req -in client.csr -CA clients.pem -CAkey clients.key -days $days -copy_extensions copy -out client.pem
rm client.csr clients.key
