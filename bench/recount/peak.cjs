// Loaded before a measured program: tells at its end how much memory it ever had, in MB, on standard error.
'use strict';
process.on('exit', () => process.stderr.write(`${process.resourceUsage().maxRSS / 1024}\n`));
