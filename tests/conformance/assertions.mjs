// What axe and the Nu checker do not see, or only guess at. One function per claim; each is given a page that
// was freshly opened in its view, and answers with how many things it looked at and what is wrong.
//
// The functions inside page.evaluate run in the page, where `look` is set by `helpers`.

export const views = {
  wide: { viewport: { width: 1280, height: 900 } },
  narrow: { viewport: { width: 320, height: 640 } },
  // A window of 1280 by 1024 px at 400 % zoom: a quarter of the room, at four times the scale.
  zoomed: { viewport: { width: 320, height: 256 }, deviceScaleFactor: 4 },
  dark: { viewport: { width: 1280, height: 900 }, colorScheme: 'dark' },
  print: { viewport: { width: 1280, height: 900 }, media: 'print' },
  // The report on one page, which a link leads to.
  side: { viewport: { width: 1280, height: 900 }, hash: '#_one-page' },
  'side-narrow': { viewport: { width: 320, height: 640 }, hash: '#_one-page' },
  forced: { viewport: { width: 1280, height: 900 }, forcedColors: 'active' },
};

export const claims = [
  { id: 'reflow-320', view: 'narrow', says: 'The page does not scroll sideways at 320 px, and nothing is cut off.', test: noSidewaysScroll },
  { id: 'reflow-400', view: 'zoomed', says: 'The page does not scroll sideways at 400 % zoom, and nothing is cut off.', test: noSidewaysScroll },
  { id: 'reflow-between', view: 'wide', says: 'The same at every width between, and no cell spills over its neighbour.', test: noSidewaysScrollBetween },
  { id: 'print-width', view: 'wide', says: 'Nothing is wider than the paper that it is printed on.', test: printFitsThePaper },
  { id: 'rating-word', view: 'wide', says: 'Every rating shows its word as text.', test: ratingShowsItsWord },
  { id: 'rating-word-narrow', view: 'narrow', says: 'Every rating shows its word at 320 px.', test: ratingShowsItsWord },
  { id: 'rating-word-print', view: 'print', says: 'Every rating shows its word in print.', test: ratingShowsItsWord },
  { id: 'rating-word-dark', view: 'dark', says: 'Every rating shows its word in dark colours.', test: ratingShowsItsWord },
  { id: 'dark-ground', view: 'dark', says: 'Where the reader asks for dark colours, the page is dark and its pictures keep a light ground.', test: groundIsDark },
  { id: 'rating-word-forced', view: 'forced', says: 'Every rating shows its word in forced colours.', test: ratingShowsItsWord },
  { id: 'rating-border-forced', view: 'forced', says: 'Every rating box has a border in forced colours.', test: ratingBoxHasABorder },
  { id: 'colour-has-word', view: 'wide', says: 'A rating colour is never used without a rating word.', test: colourComesWithAWord },
  { id: 'bar-in-proportion', view: 'wide', says: 'The parts of a bar of counts are as wide as the counts, to the pixel.', test: barIsInProportion },
  { id: 'bar-in-proportion-320', view: 'narrow', says: 'The same at 320 px.', test: barIsInProportion },
  { id: 'grey-apart', view: 'wide', says: 'In grey, any two ratings differ by fill or by shape.', test: ratingsDifferInGrey },
  { id: 'table-name', view: 'wide', says: 'Every table has a caption or another name.', test: tableHasAName },
  { id: 'table-headers', view: 'wide', says: 'Every table has column headers, and every header says what it heads.', test: tableHeadersHaveScope },
  { id: 'cards-are-tables', view: 'narrow', says: 'Tables drawn as cards are still tables to a screen reader.', test: cardsAreStillTables },
  { id: 'skip-link', view: 'wide', says: 'The first Tab reaches a skip link that can be seen and works.', test: skipLinkWorks },
  { id: 'tab-order', view: 'wide', says: 'Tab reaches everything that can be used, in the order of the page.', test: tabFollowsThePage },
  { id: 'focus-visible', view: 'wide', says: 'What has the focus is on the screen and looks different.', test: focusCanBeSeen },
  { id: 'target-size', view: 'wide', says: 'Targets are 24 by 24 px, or far enough apart, or in a sentence.', test: targetsAreLargeEnough },
  { id: 'target-size-320', view: 'narrow', says: 'The same at 320 px.', test: targetsAreLargeEnough },
  { id: 'filter-keyboard', view: 'wide', says: 'The arrow keys choose what is shown; just that is shown, the page says so, and all comes back.', test: filterWorksByKeyboard },
  { id: 'filter-keyboard-320', view: 'narrow', says: 'The same at 320 px.', test: filterWorksByKeyboard },
  { id: 'filter-print', view: 'wide', says: 'Print shows everything, whatever was chosen.', test: printShowsEverything },
  { id: 'one-page', view: 'side', says: 'The one-page summary is shown alone and prints on one side of A4.', test: onePageIsOne },
  { id: 'one-page-320', view: 'side-narrow', says: 'It does not scroll sideways at 320 px, and nothing is cut off.', test: noSidewaysScroll },
  { id: 'heading-levels', view: 'wide', says: 'Headings begin at level 1 and never skip a level.', test: headingsNeverSkip },
  { id: 'language', view: 'wide', says: 'The language of the page is set, and every language code is one.', test: languageIsSet },
  { id: 'picture-alt', view: 'wide', says: 'Every picture has a text alternative or is marked as decoration.', test: picturesHaveAlternatives },
];

// The class that gives a rating its colour, and the words that may stand in that colour, in each scale of the example and
// of the reports in `scales`.
const words = {
  red: ['Red', 'Not achieved', 'Not met', 'Priority for improvement', 'Failing'],
  orange: ['Experiencing obstacles', 'Weak'],
  amber: ['Amber', 'Delayed but progressing', 'Delayed', 'Fair'],
  yellow: ['Acceptable', 'Good'],
  lime: ['Very good'],
  green: ['Green', 'On track', 'Met', 'Good', 'Excellent'],
  blue: ['Complete', 'Achieved', 'Done'],
  purple: ['Poor'],
  grey: ['Carried over'],
  unrated: ['Not rated', 'Not started', 'On hold', 'N/A', 'For info', 'Exempt'],
};

/** Runs in every page before its own content: what several claims need. */
export const helpers = `globalThis.look = {
  words: ${JSON.stringify(words)},
  colours: ${JSON.stringify(Object.keys(words).map((word) => '.' + word).join(','))},
  /** Where an element is, in a few words: the nearest id, the element, its text. */
  at(el) {
    const home = el.closest('[id]');
    const self = el.localName + [...el.classList].map((name) => '.' + name).join('');
    const text = (el.innerText ?? '').trim().replace(/\\s+/g, ' ').slice(0, 40);
    return (home && home !== el ? '#' + home.id + ' ' : el.id ? '#' + el.id + ' ' : '') + self + (text ? ' “' + text + '”' : '');
  },
  seen(el) {
    const box = el.getBoundingClientRect();
    return el.checkVisibility({ opacityProperty: true, visibilityProperty: true }) && box.width > 1 && box.height > 1;
  },
  /** Everything that can be clicked or typed in. */
  targets() {
    return [...document.querySelectorAll('a[href], button, input, select, textarea, summary')].filter((el) => look.seen(el));
  },
};`;

async function noSidewaysScroll(page) {
  return page.evaluate(() => {
    const root = document.documentElement;
    const faults = [];
    const scrolls = (el) => ['auto', 'scroll'].includes(getComputedStyle(el).overflowX);
    const over = root.scrollWidth - root.clientWidth;
    if (over > 0) {
      const widest = [...document.body.querySelectorAll('*')].filter((el) => {
        for (let up = el.parentElement; up && up !== document.body; up = up.parentElement) if (scrolls(up)) return false;
        return el.getBoundingClientRect().right > root.clientWidth + 1;
      });
      faults.push(`the page is ${over} px too wide; sticking out: ${widest.slice(-3).map(look.at).join(', ')}`);
    }
    // Hiding what is too wide is not a cure. A box of one pixel is the usual way to hide something from the eye alone.
    for (const el of document.querySelectorAll('*')) {
      const cut = ['hidden', 'clip'].includes(getComputedStyle(el).overflowX);
      if (cut && el.clientWidth > 1 && el.scrollWidth > el.clientWidth + 1) faults.push(`${look.at(el)} is cut off at its side`);
    }
    return { looked: 1, faults };
  });
}

async function noSidewaysScrollBetween(page) {
  const widths = [360, 480, 641, 800, 960, 961, 1100, 1279, 1280, 1920];
  const faults = [];
  for (const width of widths) {
    await page.setViewportSize({ width, height: 900 });
    const found = (await noSidewaysScroll(page)).faults;
    found.push(...await page.evaluate(() => [...document.querySelectorAll('td, th')]
      .filter((el) => look.seen(el) && el.clientWidth > 1 && el.scrollWidth > el.clientWidth + 1 && el.closest('thead')?.clientWidth !== 1)
      .map((el) => `${look.at(el)} spills over its neighbour`)));
    faults.push(...found.map((fault) => `at ${width} px: ${fault}`));
  }
  return { looked: widths.length, faults };
}

/** Lays the page out as wide as the paper that each part goes to, since what is wider would be cut, or all made smaller. */
async function printFitsThePaper(page) {
  await page.emulateMedia({ media: 'print' });
  const faults = [];
  // A4 between margins of 16 mm, upright and on its side, at 96 dots to the inch.
  const papers = { '': 672, side: 1001 };
  for (const [name, width] of Object.entries(papers)) {
    await page.setViewportSize({ width, height: 900 });
    faults.push(...await page.evaluate(([paper, room]) => [...document.body.querySelectorAll('*')]
      .filter((el) => el.checkVisibility() && el.getBoundingClientRect().right > room + 1)
      .filter((el) => {
        for (let up = el; up; up = up.parentElement) if (getComputedStyle(up).page === 'side') return paper === 'side';
        return paper === '';
      })
      .map((el) => `${look.at(el)} reaches ${Math.round(el.getBoundingClientRect().right - room)} px beyond the paper`), [name, width]));
  }
  return { looked: 1, faults };
}

async function onePageIsOne(page) {
  const shown = await page.evaluate(() => {
    const side = document.getElementById('_one-page');
    return side && { is: look.seen(side), others: [...document.querySelectorAll('main > *')].filter((el) => el !== side && look.seen(el)).map(look.at) };
  });
  if (!shown) return { looked: 0, faults: [] };
  await page.emulateMedia({ media: 'print' });
  const pdf = (await page.pdf({ preferCSSPageSize: true })).toString('latin1');
  const sides = pdf.match(/\/Type\s*\/Page\b/g).length;
  return { looked: 1, faults: [
    ...(shown.is ? [] : ['the summary is not shown']),
    ...shown.others.map((other) => `${other} is shown beside it`),
    ...(sides === 1 ? [] : [`it takes ${sides} sides of paper`]),
  ] };
}

async function ratingShowsItsWord(page) {
  return page.evaluate(() => {
    // The one-page summary is hidden until a link leads to it.
    const ratings = [...document.querySelectorAll('.rating')].filter((el) => !el.closest('.one-page:not(:target)'));
    const faults = ratings.flatMap((el) => {
      const colour = el.closest(look.colours);
      if (!colour) return [`${look.at(el)} has no colour of a rating`];
      const allowed = Object.entries(look.words).find(([name]) => colour.classList.contains(name))[1];
      // A count may stand before the word, as in "7 Amber".
      const text = el.innerText.trim().replace(/^\d+\s+/, '');
      if (!look.seen(el) || !allowed.includes(text)) return [`${look.at(el)} does not show ${allowed.map((word) => `“${word}”`).join(' or ')}`];
      const style = getComputedStyle(el);
      const behind = getComputedStyle(colour).backgroundColor;
      if (parseFloat(style.fontSize) < 9) return [`${look.at(el)} is too small to read`];
      if (style.color === behind) return [`${look.at(el)} has the colour of what is behind it`];
      return [];
    });
    return { looked: ratings.length, faults };
  });
}

async function ratingBoxHasABorder(page) {
  return page.evaluate(() => {
    const boxes = new Set([...document.querySelectorAll('.rating')].map((el) => el.closest(look.colours) ?? el));
    const faults = [...boxes].filter((el) => {
      const style = getComputedStyle(el);
      return !['Top', 'Right', 'Bottom', 'Left'].every((side) =>
        style[`border${side}Style`] !== 'none' && parseFloat(style[`border${side}Width`]) > 0 &&
        style[`border${side}Color`] !== style.backgroundColor);
    });
    return { looked: boxes.size, faults: faults.map((el) => `${look.at(el)} has no border all round`) };
  });
}

async function barIsInProportion(page) {
  return page.evaluate(() => {
    const bars = [...document.querySelectorAll('.bar')];
    const faults = bars.flatMap((bar) => {
      const counts = [...(bar.nextElementSibling?.querySelectorAll('li') ?? [])].map((li) => parseInt(li.innerText, 10));
      const total = counts.reduce((sum, count) => sum + count, 0);
      const parts = [...bar.children].map((part) => part.getBoundingClientRect().width);
      const due = counts.map((count) => (bar.clientWidth * count) / total);
      const isRight = parts.length === counts.length && parts.every((width, at) => Math.abs(width - due[at]) < 1);
      return isRight ? [] : [`${look.at(bar)} has parts of ${parts.map(Math.round)} px for counts of ${counts}`];
    });
    return { looked: bars.length, faults };
  });
}

async function colourComesWithAWord(page) {
  return page.evaluate(() => {
    const boxes = [...document.querySelectorAll(look.colours)].filter((el) => look.seen(el));
    const faults = boxes.filter((el) => !el.matches('.rating') && !el.querySelector('.rating'));
    return { looked: boxes.length, faults: faults.map((el) => `${look.at(el)} has a rating's colour and no rating`) };
  });
}

/** Draws a box for every rating that the page's styles know, takes its picture in grey and compares the pictures. */
async function ratingsDifferInGrey(page, pixels) {
  const names = await page.evaluate(() => {
    const known = Object.keys(look.words).filter((name) => document.getElementById(`_${name}`));
    const shapes = document.querySelector('svg:has(symbol)')?.outerHTML ?? '';
    document.body.innerHTML = shapes + known.map((name, i) =>
      `<span class="rating tag ${name}" id="grey-${name}" style="position:absolute;left:0;top:${i * 100}px;display:block;border:0;border-radius:0;padding:20px">` +
      `<svg aria-hidden="true" style="display:block;width:40px;height:40px"><use href="#_${name}"/></svg></span>`).join('');
    document.documentElement.style.filter = 'grayscale(1)';
    return known;
  });
  const pictures = [];
  for (const name of names) pictures.push({ name, grey: await pixels(await page.locator(`#grey-${name}`).screenshot()) });
  const faults = [];
  const told = [];
  for (const [i, a] of pictures.entries()) for (const b of pictures.slice(i + 1)) {
    // The fill is the corner of the box; a pixel belongs to the shape if it is unlike the fill.
    const fill = Math.abs(a.grey[0] - b.grey[0]);
    const shape = (p, k) => Math.abs(p.grey[k] - p.grey[0]) > 64;
    const length = Math.min(a.grey.length, b.grey.length);
    let either = 0, one = 0;
    for (let k = 0; k < length; k++) {
      if (shape(a, k) || shape(b, k)) either++;
      if (shape(a, k) !== shape(b, k)) one++;
    }
    const unlike = either ? Math.round((100 * one) / either) : 0;
    told.push(`${a.name}/${b.name} fill ${fill}, shape ${unlike} %`);
    // A tenth of the way from black to white, or a tenth of the drawn shape: both are seen at arm's length.
    if (fill < 25 && unlike < 10) faults.push(`${a.name} and ${b.name} look alike in grey: fills ${fill} of 255 apart, shapes differ by ${unlike} %`);
  }
  return { looked: told.length, faults, told };
}

async function tableHasAName(page) {
  return page.evaluate(() => {
    const tables = [...document.querySelectorAll('table:not([role=none], [role=presentation])')];
    const faults = tables.filter((el) => {
      const ids = (el.getAttribute('aria-labelledby') ?? '').split(/\s+/).filter(Boolean);
      const name = el.caption?.innerText ?? el.getAttribute('aria-label') ?? '';
      return !(name.trim() || (ids.length && ids.every((id) => document.getElementById(id)?.innerText.trim())));
    });
    return { looked: tables.length, faults: faults.map((el) => `${look.at(el)} has no caption and no other name`) };
  });
}

async function tableHeadersHaveScope(page) {
  return page.evaluate(() => {
    const tables = [...document.querySelectorAll('table:not([role=none], [role=presentation])')];
    const faults = tables.flatMap((el) => {
      const headers = [...el.querySelectorAll('th')];
      const bad = headers.filter((th) => !['col', 'row', 'colgroup', 'rowgroup'].includes(th.getAttribute('scope')));
      const empty = headers.filter((th) => !th.innerText.trim());
      return [
        ...(el.querySelector('th[scope=col]') ? [] : [`${look.at(el)} has no column header`]),
        ...bad.map((th) => `${look.at(th)} has no scope`),
        ...empty.map((th) => `${look.at(th)} is an empty header`),
      ];
    });
    return { looked: tables.length, faults };
  });
}

/** Below 640 px a table of class "cards" or "ratings" is drawn as blocks. Asks Chromium's own accessibility tree what is left of it. */
async function cardsAreStillTables(page) {
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('Accessibility.enable');
  const { root } = await cdp.send('DOM.getDocument', { depth: 0 });
  const { nodeIds } = await cdp.send('DOM.querySelectorAll', { nodeId: root.nodeId, selector: 'table:is(.cards, .ratings):not(.one-page:not(:target) *)' });
  const wanted = await page.evaluate(() => [...document.querySelectorAll('table:is(.cards, .ratings):not(.one-page:not(:target) *)')].map((el) => {
    // Safari forgets what a table is once it is drawn as blocks, so each part says its role; only the role that it has anyway.
    const native = { TABLE: ['table'], THEAD: ['rowgroup'], TBODY: ['rowgroup'], TR: ['row'], TD: ['cell'], TH: ['columnheader', 'rowheader'] };
    const parts = [el, ...el.querySelectorAll('thead, tbody, tr, th, td')];
    return {
      at: look.at(el),
      wrong: parts.filter((part) => !native[part.tagName].includes(part.getAttribute('role'))).map(look.at),
      table: 1,
      row: el.rows.length,
      columnheader: el.querySelectorAll('th[scope=col]').length,
      rowheader: el.querySelectorAll('th[scope=row]').length,
      cell: el.querySelectorAll('td').length,
    };
  }));
  const faults = [];
  for (const [i, { at, wrong, ...counts }] of wanted.entries()) {
    if (wrong.length) faults.push(`${at}: without the role of what it is: ${wrong.slice(0, 3).join(', ')}`);
    for (const [role, count] of Object.entries(counts)) {
      const { nodes } = await cdp.send('Accessibility.queryAXTree', { nodeId: nodeIds[i], role });
      const found = nodes.filter((node) => !node.ignored).length;
      if (found !== count) faults.push(`${at}: a screen reader is told of ${found} of ${count} parts that are a ${role}`);
    }
  }
  await cdp.detach();
  return { looked: wanted.length, faults };
}

async function skipLinkWorks(page) {
  await page.keyboard.press('Tab');
  const first = await page.evaluate(() => {
    const el = document.activeElement;
    const box = el.getBoundingClientRect();
    return {
      at: look.at(el),
      skips: el.matches('a[href^="#"]') && /skip/i.test(el.innerText),
      seen: look.seen(el) && box.left >= 0 && box.top >= 0 && box.right <= innerWidth && box.bottom <= innerHeight,
    };
  });
  if (!first.skips) return { looked: 1, faults: [`the first Tab reaches ${first.at}, which is no skip link`] };
  const faults = first.seen ? [] : ['the skip link cannot be seen when it has the focus'];
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  faults.push(...await page.evaluate(() => {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target) return ['the skip link leads nowhere'];
    const next = document.activeElement;
    const after = target.contains(next) || target.compareDocumentPosition(next) & Node.DOCUMENT_POSITION_FOLLOWING;
    return after ? [] : [`after the skip link, Tab goes to ${look.at(next)}, before ${look.at(target)}`];
  }));
  return { looked: 1, faults };
}

/** Presses Tab until the focus leaves the page. Says which of the page's focusable elements, by number, had the focus in turn. */
async function tabThrough(page) {
  const count = await page.evaluate(() => {
    look.focusable = [...document.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex]')]
      .filter((el) => el.checkVisibility() && !el.disabled)
      // Tab stops once at a group of radio buttons: at the one that is chosen.
      .filter((el) => el.type !== 'radio' || el.checked);
    // What each looks like without the focus, before anything has it.
    const looks = (el) => ({ outline: getComputedStyle(el).outline, shadow: getComputedStyle(el).boxShadow });
    const before = new Map(look.focusable.map((el) => [el, looks(el)]));
    look.report = () => {
      const el = document.activeElement;
      if (!el || el === document.body || el === document.documentElement) return null;
      const style = getComputedStyle(el);
      const was = before.get(el);
      const outline = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0 && style.outline !== was?.outline;
      const shadow = style.boxShadow !== 'none' && style.boxShadow !== was?.shadow;
      const box = el.getBoundingClientRect();
      const shown = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
      return { at: look.at(el), index: look.focusable.indexOf(el), marked: outline || shadow, shown };
    };
    return look.focusable.length;
  });
  const steps = [];
  // A few more presses than elements, so that one that traps the focus, or is not on our list, shows itself.
  for (let i = 0; i < count + 5; i++) {
    await page.keyboard.press('Tab');
    const step = await page.evaluate(() => look.report());
    if (!step) break;
    steps.push(step);
  }
  return { count, steps };
}

async function tabFollowsThePage(page) {
  const { count, steps } = await tabThrough(page);
  const faults = [];
  steps.forEach((step, i) => {
    if (step.index < 0) faults.push(`${step.at} takes the focus, though nothing says that it does`);
    else if (i && step.index < steps[i - 1].index) faults.push(`Tab goes back from ${steps[i - 1].at} to ${step.at}`);
  });
  const reached = new Set(steps.map((step) => step.index));
  const missed = await page.evaluate((seen) => look.focusable.filter((el, i) => !seen.includes(i)).map(look.at), [...reached]);
  faults.push(...missed.map((at) => `Tab never reaches ${at}`));
  return { looked: count, faults };
}

async function focusCanBeSeen(page) {
  const { count, steps } = await tabThrough(page);
  const faults = steps.flatMap((step) => [
    ...(step.marked ? [] : [`${step.at} looks the same with the focus as without`]),
    ...(step.shown ? [] : [`${step.at} has the focus and is not on the screen`]),
  ]);
  return { looked: count, faults };
}

/** WCAG 2.5.8, with its exceptions for spacing and for links in a sentence. */
async function targetsAreLargeEnough(page) {
  return page.evaluate(() => {
    const targets = look.targets();
    const boxes = new Map(targets.map((el) => [el, el.getBoundingClientRect()]));
    const small = (el) => boxes.get(el).width < 24 || boxes.get(el).height < 24;
    const middle = (el) => [boxes.get(el).x + boxes.get(el).width / 2, boxes.get(el).y + boxes.get(el).height / 2];
    const inSentence = (el) => {
      if (getComputedStyle(el).display !== 'inline') return false;
      let block = el.parentElement;
      while (getComputedStyle(block).display === 'inline') block = block.parentElement;
      const copy = block.cloneNode(true);
      copy.querySelectorAll('a, button').forEach((link) => link.remove());
      return /[\p{L}\p{N}]/u.test(copy.textContent);
    };
    // The circle of 24 px around a small target may meet no other target, nor another small target's circle.
    const crowded = (el) => targets.some((other) => {
      if (other === el || other.contains(el) || el.contains(other)) return false;
      const [x, y] = middle(el);
      const [ox, oy] = middle(other);
      if (small(other) && Math.hypot(x - ox, y - oy) < 24) return true;
      return [...other.getClientRects()].some((box) =>
        Math.hypot(x - Math.max(box.left, Math.min(x, box.right)), y - Math.max(box.top, Math.min(y, box.bottom))) < 12);
    });
    const faults = targets.filter((el) => small(el) && !inSentence(el) && crowded(el));
    return { looked: targets.length, faults: faults.map((el) => {
      const { width, height } = boxes.get(el);
      return `${look.at(el)} is ${Math.round(width)} by ${Math.round(height)} px, with another target too near`;
    }) };
  });
}

/** What a filter shows at the moment: of the table's rows, and of the projects below. */
const whatIsShown = () => {
  const head = [...document.querySelectorAll('.ratings:has([data-of]) thead th')].map((th) => th.textContent.trim());
  const chosen = document.querySelector('.filter input:checked');
  const value = chosen.closest('label').textContent.trim();
  const about = chosen.closest('fieldset').querySelector('legend').textContent.trim();
  const faults = [];
  let shown = 0;
  for (const row of document.querySelectorAll('.ratings:has([data-of]) tbody tr')) {
    const isShown = look.seen(row);
    if (isShown) shown++;
    // The row of a section is shown with any of its projects.
    if (row.matches('.whole')) continue;
    const target = document.getElementById(row.querySelector('a').hash.slice(1));
    // In a table of entries the row is the place.
    const home = target.closest('article, tr') ?? target.closest('section');
    if (look.seen(home) !== isShown) faults.push(`${look.at(home)} is ${isShown ? 'hidden' : 'shown'}, unlike its row`);
    const column = head.indexOf(about);
    if (column < 0) continue;
    // The table may have a shorter word for a rating; its own place has the whole.
    const own = column === 1 ? home.querySelector('.cell .rating, td .rating') : row.cells[column];
    // What is only announced has no rating in its place.
    if (!own) continue;
    if ((own.textContent.trim() === value) !== isShown) faults.push(`${look.at(row)} is ${isShown ? 'shown' : 'hidden'} under “${value}”`);
  }
  for (const block of document.querySelectorAll('.block')) {
    const hides = [...block.querySelectorAll(':scope > article, :scope > .scroll > table > tbody > tr')].some((el) => !look.seen(el));
    const says = [...block.querySelectorAll(':scope > .partly')].some((el) => look.seen(el));
    if (look.seen(block) && hides !== says) faults.push(`${look.at(block)} ${says ? 'says' : 'does not say'} that not everything is shown`);
  }
  const said = [...document.querySelectorAll('.filter [role=status]')].map((el) => el.innerText.trim()).join(' ');
  return { value, shown, said, faults, all: document.querySelectorAll('.ratings:has([data-of]) tbody tr').length, isFocused: chosen === document.activeElement };
};

async function filterWorksByKeyboard(page) {
  const count = await page.locator('.filter input:visible').count();
  if (!count) return { looked: 0, faults: [] };
  const faults = [];
  // Tab until the choice has the focus.
  const inFilter = () => page.evaluate(() => document.activeElement.matches('.filter input'));
  for (let i = 0; i < 200 && !await inFilter(); i++) await page.keyboard.press('Tab');
  if (!await inFilter()) return { looked: count, faults: ['Tab never reaches the choice of what is shown'] };
  const values = new Set();
  for (let i = 0; i < count; i++) {
    // After the last comes the first again: everything.
    await page.keyboard.press('ArrowDown');
    const now = await page.evaluate(whatIsShown);
    values.add(now.value);
    const isLast = i === count - 1;
    if (isLast) {
      if (now.shown !== now.all) faults.push(`“${now.value}” shows ${now.shown} of ${now.all} rows`);
      if (now.said) faults.push(`“${now.value}” says: ${now.said}`);
      continue;
    }
    faults.push(...now.faults);
    if (!now.isFocused) faults.push(`“${now.value}” was chosen and has not the focus`);
    if (!now.shown || now.shown === now.all) faults.push(`“${now.value}” shows ${now.shown} of ${now.all} rows`);
    if (!now.said.includes(now.value)) faults.push(`nothing says that “${now.value}” is chosen`);
  }
  if (values.size < 2) faults.push('the arrow keys choose nothing else');
  return { looked: count, faults };
}

async function printShowsEverything(page) {
  const inputs = page.locator('.filter input:visible');
  const count = await inputs.count();
  if (!count) return { looked: 0, faults: [] };
  await inputs.first().focus();
  await page.keyboard.press('ArrowDown');
  await page.emulateMedia({ media: 'print' });
  const faults = await page.evaluate(() => [
    ...[...document.querySelectorAll('.ratings tr:not(.one-page *), .block, .block article')].filter((el) => !el.checkVisibility()).map((el) => `${look.at(el)} is not printed`),
    ...[...document.querySelectorAll('.filter, .partly, .back')].filter((el) => el.checkVisibility()).map((el) => `${look.at(el)} is printed`),
  ]);
  return { looked: count, faults };
}

async function groundIsDark(page) {
  return page.evaluate(() => {
    const light = (colour) => {
      const [r, g, b, a = 1] = colour.match(/[\d.]+/g).map(Number);
      return a ? (0.299 * r + 0.587 * g + 0.114 * b) / 255 : NaN;
    };
    const faults = [];
    if (!(light(getComputedStyle(document.body).backgroundColor) < 0.2)) faults.push('the page is not dark');
    const images = [...document.querySelectorAll('img')];
    // What is drawn for white paper and lets it shine through would be lost on black.
    faults.push(...images.filter((el) => !(light(getComputedStyle(el).backgroundColor) > 0.9)).map((el) => `${look.at(el)} has no light ground`));
    return { looked: 1 + images.length, faults };
  });
}

async function headingsNeverSkip(page) {
  return page.evaluate(() => {
    const headings = [...document.querySelectorAll('h1, h2, h3, h4, h5, h6, [role=heading]')];
    const level = (el) => Number(el.getAttribute('aria-level') ?? el.localName[1]);
    const faults = headings.flatMap((el, i) => {
      const before = i ? level(headings[i - 1]) : 0;
      return level(el) > before + 1 ? [`${look.at(el)} is level ${level(el)} after level ${before}`] : [];
    });
    if (!headings.length) faults.push('the page has no heading');
    return { looked: headings.length, faults };
  });
}

async function languageIsSet(page) {
  return page.evaluate(() => {
    const faults = document.documentElement.lang ? [] : ['<html> has no lang'];
    const marked = [...document.querySelectorAll('[lang]')];
    for (const el of marked) {
      try {
        Intl.getCanonicalLocales(el.lang);
      } catch {
        faults.push(`${look.at(el)} has lang="${el.lang}", which is no language code`);
      }
    }
    return { looked: Math.max(1, marked.length), faults };
  });
}

async function picturesHaveAlternatives(page) {
  return page.evaluate(() => {
    const images = [...document.querySelectorAll('img')];
    const drawings = [...document.querySelectorAll('svg')];
    const named = (el) => el.getAttribute('aria-label') || el.getAttribute('aria-labelledby') || el.querySelector(':scope > title');
    return {
      looked: images.length + drawings.length,
      faults: [
        ...images.filter((el) => !el.hasAttribute('alt')).map((el) => `${look.at(el)} has no alt`),
        ...drawings.filter((el) => !el.closest('[aria-hidden=true]') && !(el.getAttribute('role') === 'img' && named(el)))
          .map((el) => `${look.at(el)} is neither named nor marked as decoration`),
      ],
    };
  });
}
