#!/usr/bin/env node
/** The command `seventytwo`. */
import { realIo } from './cli/io.ts';
import { main } from './cli/program.ts';

process.exitCode = await main(process.argv.slice(2), realIo);
