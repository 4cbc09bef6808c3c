// leader_publishes.mjs - a leader follows a figure to its list and back, edits part two, publishes, reprints; with and without scripts.
import { NARROW, WIDE } from "../lib.mjs";

async function figureToList(s, page, axe) {
    await s.open(page, "/figures?period=2020H1");
    await s.examine(page, "figures, wide", { axe });
    const text = (await page.textContent("tr#F26 td.num a")).replace(/\D/g, "");
    await Promise.all([page.waitForNavigation(), page.click("tr#F26 td.num a")]);
    const said = await page.textContent("main p b");
    s.check("the list says the number that was pressed", said.replace(/\D/g, "") === text, `${said} / ${text}`);
    await s.examine(page, "list behind a figure", { axe });
    let rows = 0;
    for (;;) {
        rows += await page.locator("table.register tbody tr").count();
        const next = page.locator(".paging a[rel=next]");
        if (!await next.count()) break;
        const href = await next.getAttribute("href");
        await page.goto(href);
    }
    const hidden = Number(((await page.textContent("main")).match(/另有 (\d+) 条/) || [0, 0])[1]);
    s.check("as many rows stand behind it", rows + hidden <= Number(text) && rows > 0, `${rows} of ${text}`);
    await Promise.all([page.waitForNavigation(), page.click("table.register tbody th a")]);
    s.check("a row leads to its record", /^\/petition\/[0-9a-f]{16}$/.test(new URL(page.url()).pathname), page.url());
    await page.setViewportSize(NARROW);
    await s.open(page, "/figures?period=2020H1");
    await s.examine(page, "figures, narrow", { axe });
    await page.setViewportSize(WIDE);
}

async function edit(s, page, path, words) {
    await s.open(page, path);
    await page.fill("#problems", words);
    await Promise.all([page.waitForNavigation(), page.click("form[action$='/edit'] button[type=submit]")]);
    s.check("part two stands in the preview", (await page.textContent(".preview")).includes(words.slice(0, 8)));
    s.check("the number in it is a figure", await page.locator(".preview a.figure", { hasText: /^\d+$/ }).count() > 0);
}

export default async function (s) {
    const plain = await s.as("leader", { js: false }), page = await s.as("leader");
    await figureToList(s, plain, false);
    await figureToList(s, page, true);
    await s.open(page, "/summary");
    // another scenario may have published the half-year: this one makes a quarter of its own
    await page.fill("#period", "2020Q1");
    await Promise.all([page.waitForNavigation(), page.click("form[action='/summary'] button")]);
    const path = new URL(page.url()).pathname;
    await s.examine(page, "summary, draft");
    await edit(s, plain, path, "一是协同不够，立案{{F31}}件。");
    await edit(s, page, path, "一是协同还不够，立案{{F31}}件，抽查9个村。");
    s.check("typed numbers are named", (await page.textContent("main")).includes("9个村"));
    await page.setViewportSize(NARROW);
    await s.examine(page, "summary, draft, narrow");
    await page.setViewportSize(WIDE);
    await s.open(page, path + "/pages");
    s.check("its pages are pictures", await page.evaluate(async () => { const i = document.querySelector(".sheets img"); await i.decode(); return i.naturalWidth > 500; }));
    await s.open(page, path + "/publish");
    await s.examine(page, "before publishing");
    await Promise.all([page.waitForNavigation(), page.click("form[action$='/publish'] button[type=submit]")]);
    await page.waitForURL(u => u.pathname === path, { timeout: 60000 });
    s.check("it is published", (await page.textContent("main")).includes("SHA-256"));
    await s.examine(page, "summary, published");
    const once = await (await page.request.get(path + "/as/pdf")).body(), again = await (await plain.request.get(path + "/as/pdf")).body();
    s.check("a reprint is the same to the byte", once.length > 10000 && once.equals(again), `${once.length} ${again.length}`);
    await s.open(page, path + "/changes");
    s.check("nothing has changed since", (await page.textContent("main")).includes("没有变化"));
    await plain.context().close();
    await page.context().close();
}
