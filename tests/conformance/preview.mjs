// Drives the preview as a new user would: from an empty folder to a changed report, with a fault made and mended.
//   node preview.mjs PROGRAM      prints one line for each claim and fails at the first that does not hold
// CONFORMANCE_MODULES is the folder that holds node_modules, and CHROMIUM the browser.
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const program = process.argv[2];
const { chromium } = createRequire(join(process.env.CONFORMANCE_MODULES, 'package.json'))('playwright-core');
const folder = mkdtempSync(join(tmpdir(), 'preview-'));
const entry = join(folder, 'content/first-report/example-workstream/example-project.md');
const patience = { timeout: 20000 }

function claim(holds, words) {
  if (!holds) throw new Error(`not so: ${words}`);
  console.log(`preview: ${words}`);
}

execFileSync(program, ['init'], { cwd: folder });
const serve = spawn(program, ['serve'], { cwd: folder });
let said = '';
serve.stdout.on('data', (bytes) => (said += bytes));
serve.stderr.on('data', (bytes) => (said += bytes));
let browser;
try {
  while (!/http:\S+\/ /.test(said)) await new Promise((resolve) => setTimeout(resolve, 20));
  const address = said.match(/http:\S+\//)[0];
  claim(/127\.0\.0\.1/.test(address), `the preview listens on the loopback address, ${address}`);
  browser = await chromium.launch({ executablePath: process.env.CHROMIUM, args: ['--no-sandbox', '--host-resolver-rules=MAP other.example 127.0.0.1'] });
  const context = await browser.newContext();
  const page = await context.newPage();
  const trouble = [];
  page.on('console', (message) => message.type() === 'error' && trouble.push(message.text()));
  page.on('pageerror', (error) => trouble.push(String(error)));

  await page.goto(address);
  await page.getByRole('link', { name: /Progress report/ }).first().click(patience);
  await page.getByRole('heading', { name: 'Example project' }).first().waitFor(patience);
  claim(true, 'the new folder shows its report');

  // The pages reload by themselves from here on: nobody presses a key in the browser.
  const good = readFileSync(entry, 'utf8');
  writeFileSync(entry, good.replace('Say what has happened', 'The new hall is open. Say what has happened'));
  await page.getByText('The new hall is open.').first().waitFor(patience);
  claim(true, 'a saved change appears by itself');

  writeFileSync(entry, good.replace('rating: green', 'rating: gren'));
  const alert = page.getByRole('alert');
  await alert.waitFor(patience);
  const words = await alert.innerText();
  claim(/gren/.test(words) && /example-project\.md/.test(words) && /green/.test(words), 'a fault is named in the page with its file and its cure');
  claim(await page.getByText('The new hall is open.').first().isVisible(), 'the last good version stays below');
  for (const [width, height] of [[320, 256], [320, 568], [1280, 800]]) {
    await page.setViewportSize({ width, height });
    await page.evaluate(() => window.scrollTo(0, document.body.scrollHeight / 2));
    const box = await alert.boundingBox();
    claim(box.y === 0 && box.height < height / 2, `the faults stay in sight and leave room for the text on ${width} by ${height}`);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    claim(wide === 0, 'nothing has to be scrolled sideways');
  }
  claim(/gren/.test(said), 'the fault is named in the terminal, too');

  writeFileSync(entry, good.replace('rating: green', 'rating: red\nreason: The roof leaks.\naction: It is being mended.'));
  await page.getByText('The roof leaks.').first().waitFor(patience);
  claim((await page.getByRole('alert').count()) === 0, 'the mended report appears by itself and the fault is gone');

  while ((said.match(/PDFs: /g) ?? []).length < 2) await new Promise((resolve) => setTimeout(resolve, 50));
  const link = await page.getByRole('link', { name: /accessible PDF/ }).first().getAttribute('href');
  const pdf = await page.request.get(new URL(link, page.url()).href);
  claim((await pdf.body()).subarray(0, 5).toString() === '%PDF-', 'the PDF is served beside the page');
  const tabs = [];
  for (let number = 0; number < 12; number += 1) {
    tabs.push(await context.newPage());
    await tabs[number].goto(page.url(), patience);
  }
  writeFileSync(entry, good.replace('Say what has happened', 'Twelve tabs. Say what has happened'));
  for (const tab of tabs) {
    await tab.getByText('Twelve tabs.').first().waitFor(patience);
    await tab.close();
  }
  claim(true, 'twelve tabs at once show a change, though a browser has six connections for all of them');

  const hostile = '"<script>document.title = \'run\'</script>"';
  writeFileSync(entry, good.replace('rating: green', `rating: red\nreason: ${hostile}\naction: ${hostile}`));
  await page.getByText('document.title').first().waitFor(patience);
  const data = await context.newPage();
  do await data.goto(new URL('report.json?.html', page.url()).href, patience);
  while (!(await data.content()).includes('document.title'));
  claim((await data.title()) !== 'run', 'a script in the data does not run, whatever the address ends with');
  const other = await data.goto(address.replace('127.0.0.1', 'other.example'), patience);
  claim(other.status() === 421, 'a name of somebody else that leads here is refused');
  await data.close();
  claim(trouble.length === 0, `the browser has nothing to complain of ${trouble.join('; ')}`);
  claim((await page.locator('meta[http-equiv]').getAttribute('content')).includes("script-src 'self'"), 'only the script that reloads the page may run');
} catch (error) {
  console.error(String(error));
  console.error(said);
  process.exitCode = 1;
} finally {
  await browser?.close();
  serve.kill();
  rmSync(folder, { recursive: true, force: true });
}
