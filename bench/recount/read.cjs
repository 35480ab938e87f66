// The reference of the bench `recount`: only streams the file named and parses every line of it.
'use strict';
const { createReadStream } = require('node:fs');
const { createInterface } = require('node:readline');

async function main() {
  let rows = 0;
  for await (const line of createInterface({ input: createReadStream(process.argv[2]) })) {
    if (JSON.parse(line).kind !== undefined) rows += 1;
  }
  console.log(JSON.stringify({ rows }));
}

void main();
