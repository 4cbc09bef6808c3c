// frame.mjs - the shared floor of pages: keys, quick lists, saved filters, language, folded menu, assets, and typing that survives.

async function examinerSees(s) {
    const page = await s.as("officer");
    await page.goto("/signin");
    await page.evaluate(() => document.querySelector("label[for=login]").remove());
    const before = s.failed, say = console.log;
    console.log = () => {};
    await s.examine(page, "a field without a label");
    console.log = say;
    const seen = s.failed - before;
    s.failed = before;
    s.check("the examination finds a fault that was put there", seen === 1, `${seen}`);
}

async function keys(s) {
    const page = await s.as("officer");
    const at = () => page.evaluate(() => [...document.querySelectorAll(".register tbody tr")].findIndex(r => r.classList.contains("at")));
    await page.goto("/petition");
    await page.keyboard.press("j");
    await page.keyboard.press("j");
    s.check("j j stands on the second row", await at() === 1, `${await at()}`);
    await page.keyboard.press("k");
    s.check("k goes up again", await at() === 0);
    await page.evaluate(() => document.dispatchEvent(new KeyboardEvent("keydown", { key: "j", isComposing: true, bubbles: true })));
    s.check("no key fires while an input method composes", await at() === 0);
    await page.keyboard.press("/");
    await page.keyboard.type("jx?");
    s.check("/ enters the search, and keys are letters there", await page.inputValue("#search") === "jx?" && await at() === 0);
    await page.keyboard.press("Escape");
    await page.keyboard.press("?");
    s.check("? shows the keys", await page.isVisible("#keys") && await page.locator("#keys .go-keys li").count() >= 8);
    await page.keyboard.press("Escape");
    s.check("Escape closes them", await page.isHidden("#keys"));
    const first = await page.getAttribute(".register tbody tr", "data-path");
    await Promise.all([page.waitForNavigation(), page.keyboard.press("Enter")]);
    s.check("Enter opens the row", new URL(page.url()).pathname === first, page.url());
    await page.keyboard.press("g");
    await Promise.all([page.waitForNavigation(), page.keyboard.press("l")]);
    s.check("g l goes to the leads", new URL(page.url()).pathname === "/lead", page.url());
    await Promise.all([page.waitForNavigation(), page.keyboard.press("n")]);
    s.check("n begins a new one", new URL(page.url()).pathname === "/lead/new", page.url());
}

async function quickLists(s) {
    const page = await s.as("officer");
    await page.goto("/petition");
    await page.evaluate(() => { window.same = true; });
    await page.click(".register thead a >> nth=1");
    await page.waitForURL(/sort=/);
    await page.waitForSelector("#list .register thead [aria-sort]");
    s.check("sorting changes the list in place", await page.evaluate(() => window.same === true));
    const column = await page.evaluate(() => {
        const th = document.querySelector("th[aria-sort]"), i = [...th.parentNode.children].indexOf(th);
        return { up: th.getAttribute("aria-sort") === "ascending", cells: [...document.querySelectorAll(".register tbody tr")].length, i };
    });
    s.check("the sorted head is marked", column.cells > 1 && column.i >= 0);
    await page.click(".paging a[rel=next]");
    await page.waitForURL(/after=/);
    const second = await page.locator(".register tbody tr a").first().textContent();
    await page.click(".paging a[rel=prev]");
    await page.waitForURL(/before=/);
    await page.click(".paging a[rel=next]");
    await page.waitForURL(/after=/);
    s.check("on, back and on again is the same page", await page.locator(".register tbody tr a").first().textContent() === second);
    await page.goBack();
    await page.waitForURL(/before=/);
    const listed = page.waitForFunction(() => document.querySelectorAll(".register tbody tr").length > 1, null, { timeout: 5000 });
    s.check("back works", await listed.then(() => true, () => false));
    await Promise.all([page.waitForNavigation(), page.click(".who button[name=lang]")]);
    s.check("the language switch stays at the list as filtered", page.url().includes("sort="), page.url());
    await s.lang(page, "zh");
}

// What the desk counts is what its list shows, for everybody who approves something and for who only works.
async function deskAndLists(s) {
    for (const login of ["officer", "leader", "clerk"]) {
        const page = await s.as(login, { js: false });
        await page.goto("/");
        const waits = await page.$$eval(".waits a", all => all.map(a => [a.getAttribute("href"), a.querySelector("b").textContent]));
        s.check(`something waits for the ${login}`, waits.length > 0);
        for (const [path, n] of waits) {
            await page.goto(path);
            const said = await page.locator(".paging > span").first().textContent();
            s.check(`${login} ${path} shows as many as the desk counts`, said.replace(/[^0-9,+]/g, "") === n, `${said} / ${n}`);
        }
    }
}

// Each organ numbers for itself: who sees several is told whose a number is.
async function organColumn(s) {
    const page = await s.as("leader", { js: false });
    await page.goto("/petition");
    const organs = await page.$$eval(".register tbody td[data-label=所属机关]", all => all.map(x => x.textContent.trim()));
    s.check("the leader's list names the organ of every number", organs.length > 0 && organs.every(x => x.length > 1), organs.slice(0, 3).join(" "));
}

async function savedFilters(s, js) {
    const page = await s.as("officer", { js }), name = js ? "来信待处理" : "网络待处理", word = js ? "" : " without scripts";
    await page.goto(`/petition?state=registered&channel=${js ? "letter" : "web"}`);
    const rows = await page.locator(".register tbody tr").count();
    await page.click("details.adder:has(input[name=path]) summary");
    await page.fill("input[name=name]", name);
    await Promise.all([page.waitForNavigation(), page.click("details.adder:has(input[name=path]) button")]);
    const tab = page.locator(".tabs a[aria-current]");
    s.check(`a saved filter is a tab${word}`, (await tab.textContent()).startsWith(name), await tab.textContent());
    s.check(`with its rows${word}`, await page.locator(".register tbody tr").count() === rows);
    await page.goto("/petition");
    await page.click(`.tabs a:has-text("${name}")`);
    await page.waitForURL(/channel=/);
    await Promise.all([page.waitForNavigation(), page.click(".filters form.one button")]);
    s.check(`dropped, its tab is gone and the filter stays${word}`, await page.locator(`.tabs a:has-text("${name}")`).count() === 0
        && page.url().includes("channel="), page.url());
}

async function typingSurvives(s) {
    const page = await s.as("officer"), text = "反映某村账目三年没有公示，请予核实";
    await page.goto("/petition/new");
    const area = page.locator("textarea:visible").first(), name = await area.getAttribute("name");
    await area.fill(text);
    await page.context().clearCookies();
    await page.click(".ends .btn-primary");
    await page.waitForSelector("#login");
    s.check("an ended session asks to sign in and keeps the typing", await page.locator(`input[name="keep.${name}"]`).inputValue() === text);
    await page.fill("#login", "officer");
    await page.fill("#password", s.words.officer);
    await Promise.all([page.waitForNavigation(), page.click("main button[type=submit]")]);
    s.check("after signing in it is there to be sent", await page.locator(`[name="${name}"]`).first().inputValue() === text, page.url());
    s.cookies.set("officer", await page.context().cookies());
}

async function foldedMenu(s) {
    const page = await s.as("officer", { width: 390, js: false });
    await page.goto("/petition");
    const seen = () => page.locator(".menu li:visible").count();
    const folded = await seen();
    await Promise.all([page.waitForNavigation(), page.click(".menu .more a")]);
    s.check("the folded menu opens without scripts", folded <= 5 && await seen() > 7, `${folded} then ${await seen()}`);
}

async function papers(s) {
    const page = await s.as("officer");
    await page.goto("/petition");
    await page.goto(await page.getAttribute(".register tbody tr", "data-path"));
    const href = await page.getAttribute(".docs a[href$='.pdf']", "href");
    await page.click(".docs button[data-sight]");
    s.check("a document is looked at below the record", (await page.getAttribute("#sight iframe", "src")).includes(href));
    const put = page.locator(".docs button[data-sight]").first();          // by key: the page is still scrolling, and a click may fall beside it
    await put.press("Enter");
    await page.locator("#sight").waitFor({ state: "detached", timeout: 5000 }).catch(() => {});
    s.check("and put away by the same button", await page.locator("#sight").count() === 0 && await put.getAttribute("aria-expanded") === "false");
}

async function assets(s) {
    const page = await s.as("officer");
    await page.goto("/petition");
    const urls = await page.evaluate(() => [...document.querySelectorAll("link[href], script[src]")].map(x => x.href || x.src));
    let bytes = 0;
    for (const url of urls) {
        const first = await fetch(url, { headers: { "accept-encoding": "gzip" } }), etag = first.headers.get("etag");
        bytes += Number(first.headers.get("content-length"));
        s.check(`${new URL(url).pathname} may be kept for ever`, /immutable/.test(first.headers.get("cache-control")) && !!etag);
        const again = await fetch(url, { headers: { "accept-encoding": "gzip", "if-none-match": etag } });
        s.check(`${new URL(url).pathname} is not sent twice`, again.status === 304, `${again.status}`);
        const old = await fetch(url.replace(/assets\/[0-9a-f]+/, "assets/0123456789abcdef"));
        s.check(`${new URL(url).pathname} under another hash is not kept`, old.status === 200 && !/immutable/.test(old.headers.get("cache-control")));
    }
    s.check("all assets of a page are under 150 KB packed", bytes > 10000 && bytes < 150000, `${bytes}`);
}

export default async function (s) {
    await examinerSees(s);
    await keys(s);
    await quickLists(s);
    await deskAndLists(s);
    await organColumn(s);
    await savedFilters(s, true);
    await savedFilters(s, false);
    await typingSurvives(s);
    await foldedMenu(s);
    await papers(s);
    await assets(s);
}
