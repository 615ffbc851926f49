// Runs the Nu HTML checker, styles included, over many pages in one call.
//   node nu.mjs pages PAGE...   any error is a failure
//   node nu.mjs bad PAGE...     each page must have an error
// CONFORMANCE_MODULES is the folder that holds node_modules, and CONFORMANCE_RECORD the folder whose files summary,
// caught and versions are added to.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const require = createRequire(path.join(process.env.CONFORMANCE_MODULES, 'package.json'));
const jar = path.join(path.dirname(require.resolve('vnu-jar/package.json')), 'build/dist/vnu.jar');
const [task, ...files] = process.argv.slice(2);

const run = spawnSync('java', ['-jar', jar, '--also-check-css', '--format', 'json', ...files], { encoding: 'utf8', maxBuffer: 1 << 30 });
const { messages } = JSON.parse(run.stderr);

/**
 * The one error that is forgiven. Below 640 px the tables of class "cards" are drawn as blocks, and Safari then forgets
 * that they are tables unless each part says its role. HTML's rules for ARIA forbid a role there, even the one that the
 * part has anyway (w3c/html-aria, issue 258, still open). So just that one is allowed: the part's own role.
 */
function isOwnRole(message) {
  if (!/^The “role” attribute must not be used on a “(td|th|tr)” element which has a “table” ancestor/.test(message.message)) return false;
  const tag = message.extract.slice(message.hiliteStart, message.hiliteStart + message.hiliteLength);
  return /^\s*<(td\b.* role="cell"|th\b.* role="(columnheader|rowheader)"|tr\b.* role="row")/s.test(tag);
}

/** Warnings that say nothing new: that same role, and that a picture in a data: address breaks a policy which names data:. */
const known = /^The “(table|rowgroup|row|cell|columnheader|rowheader)” role is unnecessary|^Resource violates Content Security Policy \(meta tag\): image “data:/;

const forgiven = messages.filter(isOwnRole);
const errors = messages.filter((message) => message.type !== 'info' && !isOwnRole(message));
const warnings = messages.filter((message) => message.subType === 'warning' && !known.test(message.message));
const show = (message) => `${message.url ? fileURLToPath(message.url) : ''}:${message.lastLine ?? ''}: ${message.message}`;
const record = (file, text) => fs.appendFileSync(path.join(process.env.CONFORMANCE_RECORD, file), `${text}\n`);

let failures = 0;
if (task === 'pages') {
  failures = errors.length;
  for (const message of errors.slice(0, 20)) console.log(`FAIL  Nu: ${show(message)}`);
  if (failures > 20) console.log(`      and ${failures - 20} more of these`);
  for (const message of warnings.slice(0, 20)) console.log(`note  Nu warns: ${show(message)}`);
  record('versions', `Nu checker ${require('vnu-jar/package.json').version}`);
  record('summary', `Nu checker: ${files.length} pages with their styles, ${failures} failures` +
    (forgiven.length ? `, ${forgiven.length} times forgiven: a part of a table that says its own role (see nu.mjs)` : ''));
} else {
  for (const file of files) {
    const caught = errors.find((message) => message.url === pathToFileURL(path.resolve(file)).href.replace('file:///', 'file:/'));
    if (caught) record('caught', `${path.basename(file)}: ${caught.message}`);
    else { failures++; console.log(`FAIL  ${file} should fail and does not`); }
  }
}
// With nothing to say, Java still has to have run to its end.
if (run.error || ![0, 1].includes(run.status)) { failures++; console.log(`FAIL  the Nu checker ended with ${run.error ?? run.status}`); }
process.exit(failures ? 1 : 0);
