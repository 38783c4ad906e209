import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { describeApi } from './openapi-document.ts';

/** `npm run openapi`: writes the description that GET /openapi.json serves. */
const target = 'functions/http/openapi.json';
writeFileSync(target, `${JSON.stringify(describeApi(), null, 2)}\n`);
// In the form that the formatter asks for, so that the gate finds nothing to say.
const formatted = spawnSync('node_modules/.bin/biome', ['format', '--write', target], { encoding: 'utf8' });
if (formatted.status !== 0) throw new Error(formatted.stderr);
console.log(`${target} written`);
