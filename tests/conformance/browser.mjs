// Opens pages in Chromium and runs axe and our own assertions on them.
//   node browser.mjs pages PAGE...        everything on every page; any fault is a failure
//   node browser.mjs bad PAGE...          each page must fail the one check that its name gives
//   node browser.mjs grey FOLDER PDF...   the PDFs in grey: contact sheets, and that the fills are those of the page
// CONFORMANCE_MODULES is the folder that holds node_modules, CHROMIUM the browser, and CONFORMANCE_RECORD the folder
// whose files summary, caught and versions are added to.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { claims, helpers, views } from './assertions.mjs';

const require = createRequire(path.join(process.env.CONFORMANCE_MODULES, 'package.json'));
const { chromium } = require('playwright-core');
const axe = require.resolve('axe-core/axe.min.js');

const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const axeViews = ['wide', 'narrow', 'dark', 'print', 'side'];

const [task, ...files] = process.argv.slice(2);
let failures = 0;
const fail = (text) => { failures++; console.log(`FAIL  ${text}`); };
const record = (file, text) => fs.appendFileSync(path.join(process.env.CONFORMANCE_RECORD, file), `${text}\n`);

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM,
  // Chromium cannot sandbox itself as root. The rest keeps it from looking for Google's hosts.
  args: [...(process.getuid() === 0 ? ['--no-sandbox'] : []),
    '--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-first-run'],
});

/** Opens a page in one of the views, does something with it and closes it again. */
async function withPage(file, view, work) {
  const { media, hash = '', ...options } = views[view];
  const context = await browser.newContext({ ...options, bypassCSP: true });
  try {
    await context.addInitScript(helpers);
    const page = await context.newPage();
    await page.emulateMedia({ media: media ?? 'screen', forcedColors: options.forcedColors ?? 'none' });
    await page.goto(pathToFileURL(path.resolve(file)).href + hash);
    return await work(page);
  } finally {
    await context.close();
  }
}

/** Decodes a PNG as greys from 0 to 255 and hands them, with the width, to a function. A blank page does it, since Node cannot. */
let blank;
async function readPng(png, use) {
  blank ??= await browser.newPage();
  return blank.evaluate(async ([source, then]) => {
    const image = new Image();
    image.src = source;
    await image.decode();
    const canvas = new OffscreenCanvas(image.width, image.height).getContext('2d');
    canvas.drawImage(image, 0, 0);
    const { data } = canvas.getImageData(0, 0, image.width, image.height);
    return eval(then)(Array.from({ length: data.length / 4 }, (_, i) => data[4 * i]), image.width);
  }, [`data:image/png;base64,${png.toString('base64')}`, `(${use})`]);
}

async function runAxe(file, view) {
  return withPage(file, view, async (page) => {
    await page.addScriptTag({ path: axe });
    const found = await page.evaluate((values) => globalThis.axe.run(document, { runOnly: { type: 'tag', values } }), tags);
    // Where axe cannot make out a contrast, a person might not either. At 320 px it says so of cells of a wide
    // table that are scrolled out of sight; the wide view has seen those.
    const contrast = (rule) => rule.id === 'color-contrast';
    const unsure = view === 'narrow' ? found.incomplete.filter((rule) => !contrast(rule)) : found.incomplete;
    return {
      unsure: unsure.map((rule) => `${rule.id} in ${rule.nodes.length} places`),
      rules: ['violations', 'passes', 'incomplete', 'inapplicable'].flatMap((kind) => found[kind].map((rule) => rule.id)),
      faults: [...found.violations, ...unsure.filter(contrast)].map((rule) => ({
        rule: rule.id,
        text: `${rule.help}: in ${rule.nodes.length} places, first ${rule.nodes[0].target.join(' ')}`,
      })),
    };
  });
}

const runClaim = (file, claim) => withPage(file, claim.view, (page) => claim.test(page, (png) => readPng(png, (grey) => grey)));

/** Does some work on each file, three at a time, and answers in the order of the files. */
async function forEachFile(work) {
  const results = [];
  const queue = files.entries();
  await Promise.all([1, 2, 3].map(async () => {
    for (const [i, file] of queue) results[i] = [file, await work(file)];
  }));
  return results;
}

async function checkPages() {
  const rules = new Set();
  for (const view of axeViews) for (const [file, found] of await forEachFile((file) => runAxe(file, view))) {
    found.rules.forEach((rule) => rules.add(rule));
    for (const fault of found.faults) fail(`axe, ${view}, ${fault.rule}: ${file}: ${fault.text}`);
    if (found.unsure.length) console.log(`note  axe, ${view}: ${file}: a person must judge ${found.unsure.join(', ')}`);
  }
  record('summary', `axe-core: ${files.length} pages, ${axeViews.length} views, ${rules.size} rules, ${failures} failures`);
  let faulty = 0;
  for (const claim of claims) {
    let looked = 0, found = 0, told;
    for (const [file, result] of await forEachFile((file) => runClaim(file, claim))) {
      looked += result.looked;
      found += result.faults.length;
      told = result.told ?? told;
      for (const fault of result.faults.slice(0, 5)) fail(`${claim.id}: ${file}: ${fault}`);
      if (result.faults.length > 5) console.log(`      and ${result.faults.length - 5} more of these`);
    }
    // A check that looks at nothing would pass for ever, for instance once a class has another name.
    if (!looked) fail(`${claim.id}: none of these pages has anything to look at`);
    faulty += found;
    console.log(`${found || !looked ? 'FAIL' : 'ok  '}  ${claim.id}: ${claim.says} ${looked} looked at`);
    if (told) console.log(`      ${told.join('; ')}`);
  }
  record('summary', `own assertions: ${files.length} pages, ${claims.length} claims, ${faulty} failures`);
}

/** A bad page is named for the check that must catch it: own.CLAIM.html, axe.VIEW.RULE.html; a last word may tell several apart. */
async function checkBadPages() {
  const proven = new Set();
  const catchIn = async (file) => {
    const [tool, ...which] = path.basename(file, '.html').split('.');
    if (tool === 'axe') return (await runAxe(file, which[0])).faults.find((fault) => fault.rule === which[1])?.text;
    const claim = claims.find(({ id }) => id === which[0]);
    proven.add(claim?.id);
    return claim && (await runClaim(file, claim)).faults[0];
  };
  for (const [file, caught] of await forEachFile(catchIn)) {
    if (caught) record('caught', `${path.basename(file)}: ${caught}`);
    else fail(`${file} should fail and does not`);
  }
  for (const claim of claims) if (!proven.has(claim.id)) fail(`no bad page proves that ${claim.id} can fail`);
}

async function checkGreyPdfs() {
  const [folder, ...pdfs] = files;
  const scratch = fs.mkdtempSync(path.join(os.tmpdir(), 'grey-'));
  let sheets = 0, ratings = 0;
  for (const pdf of pdfs) {
    fs.rmSync(scratch, { recursive: true });
    fs.mkdirSync(scratch);
    execFileSync('pdftoppm', ['-gray', '-png', '-r', '60', pdf, path.join(scratch, 'page')]);
    const pages = fs.readdirSync(scratch).sort().map((name) => fs.readFileSync(path.join(scratch, name)));

    // Greys that fill a run of ten pixels somewhere: the fill of a box does, the edge of a letter does not.
    const fills = new Set();
    for (const png of pages) {
      const found = await readPng(png, (grey, width) => {
        const long = new Set();
        for (let i = 0, run = 0; i < grey.length; i++) {
          run = i % width && grey[i] === grey[i - 1] ? run + 1 : 1;
          if (run === 10) long.add(grey[i]);
        }
        return [...long];
      });
      found.forEach((grey) => fills.add(grey));
    }
    // The boxes of the PDF must be those which the claim "grey-apart" has told apart on the page beside it.
    const beside = path.join(path.dirname(pdf), 'index.html');
    const wanted = !fs.existsSync(beside) ? [] : await withPage(beside, 'wide', (page) => page.evaluate(() =>
      Object.keys(look.words).filter((name) => document.querySelector(`.rating.${name}, .${name} .rating`)).map((name) => {
        const fill = getComputedStyle(document.querySelector(`.rating.${name}, .${name}:has(.rating)`)).backgroundColor;
        const [r, g, b] = fill.match(/\d+/g).map(Number);
        return { name, grey: Math.round(0.299 * r + 0.587 * g + 0.114 * b) };
      })));
    for (const { name, grey } of wanted) {
      if (![grey - 1, grey, grey + 1].some((near) => fills.has(near))) fail(`grey: ${pdf}: no box has the grey of “${name}”, ${grey} of 255`);
    }

    const sheet = path.join(folder, `${pdfs.indexOf(pdf) + 1}-${path.basename(path.dirname(pdf))}.png`);
    const context = await browser.newContext({ viewport: { width: 1640, height: 800 } });
    const page = await context.newPage();
    await page.setContent(`<body style="margin:10px;background:#777;display:grid;grid-template-columns:repeat(4,1fr);gap:10px">` +
      pages.map((png) => `<img style="width:100%" src="data:image/png;base64,${png.toString('base64')}">`).join(''));
    await page.screenshot({ path: sheet, fullPage: true });
    await context.close();
    sheets += pages.length;
    ratings += wanted.length;
    console.log(`ok    ${pages.length} grey pages on ${sheet}; ratings in it: ${wanted.map(({ name }) => name).join(', ') || 'none'}`);
  }
  fs.rmSync(scratch, { recursive: true });
  if (!ratings) fail('grey: none of these PDFs has a rating to look at');
  record('summary', `grey: ${pdfs.length} PDFs, ${sheets} pages, ${failures} failures; contact sheets to look at in ${folder}`);
}

try {
  await { pages: checkPages, bad: checkBadPages, grey: checkGreyPdfs }[task]();
  if (task === 'pages') {
    for (const name of ['axe-core', 'playwright-core']) record('versions', `${name} ${require(`${name}/package.json`).version}`);
    record('versions', `Chromium ${browser.version()}`);
  }
} finally {
  await browser.close();
}
process.exit(failures ? 1 : 0);
