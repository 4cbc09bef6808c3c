// nothing_found.mjs - somebody who is named in a letter, and somebody who is kept away from it, find nothing of it: page, list, count, search, export,
// figure and the rows behind it. A third one who sees all of it is asked the same, so that nothing is a finding; in the end both see it again.
const WORDS = "走查夜班补贴";
const list = "/petition?subject=" + encodeURIComponent(WORDS), search = "/search?q=" + encodeURIComponent(WORDS);
const number = text => Number((text || "").replace(/\D/g, "") || 0);
const told = async page => number((/共 ([\d,]+)\+? 件/.exec(await page.textContent("main")) || [0, "0"])[1]);

async function register(s, named) {
    const page = await s.as("officer", { js: false });
    await s.open(page, "/petition/new");
    await page.fill("[name='persons.0.rank']", "乡科级");
    await page.fill("[name='persons.0.name']", named);
    await page.fill("[name='persons.0.unit']", "区走查局");
    for (const [name, value] of [["channel", "letter"], ["source", "own"]]) {
        await page.locator(`main [name="${name}"][value="${value}"]`).focus();
        await page.keyboard.press("Space");
    }
    await page.fill("[name=received_on]", "今天");
    await page.fill("[name=body]", `${WORDS}：反映${named}冒领夜班补贴`);
    await Promise.all([page.waitForNavigation(), page.click("main form.form button[type=submit].btn-primary")]);
    await page.goto(list);
    const path = await page.getAttribute("table.register tbody th a", "href");
    await page.context().close();
    s.check("the letter is registered", /^\/petition\/[0-9a-f]{16}$/.test(path), path);
    return path;
}

// The search index follows within a second.
async function indexed(page) {
    for (let i = 0; i < 40; i++) {
        await page.goto(search);
        if (await page.locator(".hit-list li").count() > 0) return true;
        await page.waitForTimeout(250);
    }
    return false;
}

// What this user finds: each a number, and whether the letter's address stands anywhere on the way.
async function finds(s, page, path) {
    const ref = path.slice(-16), found = { anywhere: false };
    const seen = async () => { found.anywhere ||= (await page.content()).includes(ref); };
    found.page = (await page.request.get(path)).status();
    await s.open(page, "/petition?registered_on_from=2020-07-01");       // not more than a page counts to, whatever was imported
    found.all = await told(page);
    await seen();
    await s.open(page, list);
    found.rows = await page.locator("table.register tbody th a").count();
    found.counted = await told(page);
    await seen();
    await s.open(page, search);
    found.hits = await page.locator(".hit-list li").count();
    found.said = await page.textContent(".hits-count");
    await seen();
    const csv = await page.request.get("/export/petition.csv?subject=" + encodeURIComponent(WORDS));
    found.exported = (await csv.text()).trim().split("\r\n").length - 1;
    await s.open(page, "/figures?period=2020H2");
    found.figure = number(await page.locator("tr#F26 td.num").first().textContent());
    await seen();
    const behind = page.locator("tr#F26 td.num a");
    if (await behind.count()) {
        await Promise.all([page.waitForNavigation(), behind.first().click()]);
        await seen();
    }
    await s.open(page, "/");
    await seen();
    return found;
}

const nothing = f => f.page === 404 && f.rows === 0 && f.counted === 0 && f.hits === 0 && f.exported === 0 && !f.anywhere;
const everything = f => f.page === 200 && f.rows === 1 && f.counted === 1 && f.hits === 1 && f.exported === 1 && f.anywhere;

async function keptAway(s, officer, path, name) {
    await s.open(officer, path + "/recusal");
    const option = await officer.locator("#user option", { hasText: name }).getAttribute("value");
    await officer.selectOption("#user", option);
    await officer.fill("#reason", "与被反映人是亲属");
    await Promise.all([officer.waitForNavigation(), officer.click("main form.form:not([action$='/lift']) button.btn-primary")]);
    s.check("who is kept away stands on the page", (await officer.textContent("main table.register")).includes(name));
    await s.examine(officer, "recusal");
}

async function letBack(s, officer, path) {
    for (const left of [1, 0]) {
        await s.open(officer, path + "/recusal");
        await officer.click("main tbody tr:first-child details.ask summary");
        await officer.fill("main tbody tr:first-child [name=reason]", "查明是同名的另一个人");
        await Promise.all([officer.waitForNavigation(), officer.click("main tbody tr:first-child details.ask button")]);
        s.check(`${left} are still kept away`, await officer.locator("main table.register tbody tr").count() === left);
    }
}

export default async function (s) {
    const officer = await s.as("officer"), leader = await s.as("leader", { js: false, width: 390 }), manager = await s.as("casemgr");
    const path = await register(s, "周案管");
    s.check("the letter is indexed", await indexed(officer));
    const control = await finds(s, officer, path), before = await finds(s, leader, path), named = await finds(s, manager, path);
    s.check("an officer finds it everywhere", everything(control), JSON.stringify(control));
    s.check("a leader, too, while nobody keeps him away", everything(before), JSON.stringify(before));
    s.check("who is named finds nothing", nothing(named), JSON.stringify(named));
    s.check("nor does a count or a figure tell him", named.all === control.all - 1 && named.figure === control.figure - 1, JSON.stringify([named, control]));
    await keptAway(s, officer, path, "杜分管");
    const after = await finds(s, leader, path);
    s.check("who is kept away finds nothing", nothing(after), JSON.stringify(after));
    s.check("nor does a count or a figure tell him", after.all === before.all - 1 && after.figure === before.figure - 1, JSON.stringify([after, before]));
    const answers = await Promise.all([path, "/petition/00000000000000aa"].map(async p => (await (await leader.request.get(p)).text()).replaceAll(p, "")));
    s.check("the answer is that of a letter that does not exist", answers[0].length === answers[1].length, answers.map(a => a.length).join());
    await letBack(s, officer, path);
    const again = [await finds(s, leader, path), await finds(s, manager, path)];
    s.check("let back, both find it", again.every(everything), JSON.stringify(again));
    for (const page of [officer, leader, manager]) await page.context().close();
}
