/* Counts a published bundle again in the reader's browser and names every difference; README.txt
   in the bundle says what its files are. No float decides: money (in 10^-12), votes and points are
   BigInt. Equal Shares: Peters, Pierczyński and Skowron. */

const PB = "election.pb";
const UNIT = 10n ** 12n;
const fail = (file, line) => {
	throw { file, line, what: "broken" };
};
const sum = (list, of) => list.reduce((all, one) => all + of(one), 0n);
const spent = (projects) => sum(projects, (one) => one.cost);
const idsOf = (projects) => projects.map((one) => one.id);
const compare = (a, b) => (a < b ? -1 : +(a > b));
const byId = (a, b) => compare(a.code, b.code);
const encode = (text) => new TextEncoder().encode(text);
const decode = (bytes) => new TextDecoder().decode(bytes);
const hex = (bytes) => Array.from(bytes, (n) => n.toString(16).padStart(2, 0)).join("");
const json = (data) =>
	JSON.stringify(data, (_, one) => (typeof one === "bigint" ? `\0${one}` : one))
		?.replace(/"\\u0000(\d+)"/g, "$1");
/* Browsers digest over https only. */
const sha256 = async (data) => "sha256:" + hex(new Uint8Array(
	await crypto.subtle.digest("SHA-256", data.buffer ? data : encode(data))));

/* The files in an uncompressed zip. */
function unzip(bytes) {
	const view = new DataView(bytes.buffer);
	const [short, long] = [(at) => view.getUint16(at, true), (at) => view.getUint32(at, true)];
	const files = {};
	const end = bytes.length - 22;
	for (let n = short(end + 10), at = long(end + 16); n; n--) {
		const start = long(at + 42) + 30;
		const from = start + short(start - 4) + short(start - 2);
		const name = bytes.subarray(at + 46, at + 46 + short(at + 28));
		files[decode(name)] = bytes.subarray(from, from + long(at + 20));
		at += 46 + name.length + short(at + 30) + short(at + 32);
	}
	return files;
}

/* Text as money (-1 where it is none), and back. */
function amount(text) {
	const [, whole = "-1", part = ""] = /^(\d+)(?:[.,](\d{0,12}))?$/.exec(text?.replace(/\s/g, "")) ?? [];
	return BigInt(whole + part.padEnd(12, 0));
}
const show = (money) =>
	`${money / UNIT}.${`${money % UNIT}`.padStart(12, 0)}`.replace(/\.?0+$/, "");
/* down to six decimals */
const floor = (top, under) => show((top / (under * 10n ** 6n)) * 10n ** 6n);

const cells = (row) =>
	Array.from(`${row};`.matchAll(/("(?:[^"]|"")*"|[^;]*);/gy), ([, text]) =>
		text.replace(/^"(.*)"$/, "$1").replaceAll('""', '"').trim());

/* election.pb: Pabulib (pabulib.org/format), identical ballots as one group. */
function readElection(text) {
	const bad = (line) => fail(PB, line);
	let at = 0;
	const [meta, projects, votes] = text.split(/^(?=META$|PROJECTS$|VOTES$)/m).map((part) => {
		const [, keys, ...rows] = part.trimEnd().split("\n").map(cells);
		at += 2;
		return rows.map((row) => Object.fromEntries([["", ++at], ...keys.map((key, i) => [key, row[i]])]));
	});
	const { budget, vote_type: ballot_type } =
		Object.fromEntries(meta.map(({ key, value }) => [key, value]));
	const points = "points" in (votes[0] ?? {});

	const known = { __proto__: null };
	for (const { "": line, project_id: id, cost: text, name, ...extra } of projects) {
		const [code, cost] = [hex(encode(id)), amount(text)];
		if (known[id] || cost < 0n) bad(line);
		known[id] = { id, code, cost, extra, votes: 0n, supporters: 0n, backers: [] };
	}
	const groups = new Map();
	const list = (text) => (text ? text.split(",") : []);
	for (const { "": line, vote, points: given } of votes) {
		const ids = list(vote);
		const worth = points ? list(given).map(BigInt) : ids.map(() => 1n);
		if (worth.length !== new Set(ids).size || worth.some((n) => n < 0n)) bad(line);
		const ballot = ids.map((id, i) => ({ project: known[id] ?? bad(line), worth: worth[i] }));
		ballot.sort((a, b) => byId(a.project, b.project));
		const key = ballot.map((one) => one.project.code).join("!") + " " +
			ballot.map((one) => `${one.worth}`.padStart(30, 0));
		if (!groups.has(key)) groups.set(key, { ballot, n: 0n });
		groups.get(key).n++;
	}
	const ballots = [...groups.keys()].sort().map((key) => groups.get(key));
	ballots.forEach(({ ballot, n }, place) => {
		for (const { project, worth } of ballot) if (worth) {
			project.votes += worth * n;
			project.supporters += n;
			project.backers.push({ place, worth, n });
		}
	});
	const field = Object.values(known).sort(byId);
	const listed = ballots.map(({ ballot: all, n }) =>
		[all.map((one) => one.project.id), points ? all.map((one) => one.worth) : [], n]);
	const costs = field.map((one) => [one.id, show(one.cost)]);
	const input = json({ ballot_type, ballots: listed, budget, projects: costs });
	return { points, budget: amount(budget), field, ballots, voters: BigInt(votes.length), input };
}

/* Equal Shares where every voter has share / D. `purses`: what a voter of each group still has. */
function equalShares(groups, open, chosen, share, D, first, blocked) {
	const [rounds, winners] = [[], [...chosen]];
	let purses = groups.map(() => share);
	const cheaper = (a, b) => compare(a.top * b.under, b.top * a.under);

	/* A unit of worth costs top / weight; who has less pays all, and the others more. Where all are
	   poor it is endless: over 0. */
	function ask(project) {
		let rich = project.backers.map((one) => ({ ...one, has: purses[one.place] }));
		let [poor, few, top, weight] = [[], []];
		do {
			top = project.cost * D - sum(poor, (one) => one.n * one.has);
			weight = sum(rich, (one) => one.n * one.worth);
			few = rich.filter((one) => one.has * weight < top * one.worth);
			rich = rich.filter((one) => one.has * weight >= top * one.worth);
			poor = [...poor, ...few];
		} while (few.length);
		Object.assign(project, { rich, poor, top, weight, D, under: weight * project.unit * D });
	}

	for (const one of open) Object.assign(one, { top: one.cost, under: one.unit * one.votes });
	for (;;) {
		open = open.filter((one) => !winners.includes(one) && !blocked(one, winners)).sort(cheaper);
		let best = [{ top: 1n, under: 0n }];
		for (const one of open) {
			// Prices never fall.
			if (cheaper(one, best[0]) > 0) break;
			ask(one);
			const way = cheaper(one, best[0]);
			if (way <= 0) best = way ? [one] : [...best, one];
		}
		const [winner] = best.sort(first);
		const { backers, top, weight, under } = winner;
		if (!under) break;
		rounds.push({ ...winner, tied: idsOf(best[1] ? best.sort(byId) : []) });
		winners.push(winner);
		let [common, rest] = [top, weight];
		while (rest) [common, rest] = [rest, common % rest];
		D *= weight / common;
		purses = purses.map((has) => has * (weight / common));
		for (const { place, worth } of backers) {
			const left = purses[place] - (top / common) * worth;
			purses[place] = left > 0n ? left : 0n;
		}
	}
	const left = ({ backers }) => floor(sum(backers, (one) => one.n * purses[one.place]), D);
	return { rounds, winners, left, cost: spent(winners) };
}

/* What one rule makes of an election, with its transcript. */
async function count({ points, budget, field, ballots: groups, voters }, rule, seed, number, tell) {
	const { conflicts = [], caps = [], min_share, threshold } = rule;
	const lines = [];
	const write = (line) => lines.push(json(line));
	const first = (a, b) =>
		(rule.ties === "public" && (compare(a.cost, b.cost) || compare(b.votes, a.votes) ||
			compare(a.lot, b.lot))) || byId(a, b);
	const limits = [
		...conflicts.map((ids) => [1n, (one) => BigInt(ids.includes(one.id))]),
		...caps.map(({ column, value, at_most }) =>
			[amount(at_most), ({ extra, cost }) => (extra[column] === value ? cost : 0n)]),
	];
	const blocked = (project, taken) =>
		limits.some(([most, weigh]) => sum([...taken, project], weigh) > most);
	const isFree = (one) => !one.cost && one.supporters;

	function free(projects) {
		const taken = [];
		for (const one of projects.filter(isFree).sort(first)) {
			const no = blocked(one, taken);
			write({ free: one.id, ...(no && { blocked: no }) });
			if (!no) taken.push(one);
		}
		return taken;
	}
	function greedy(word, projects, chosen) {
		const taken = [...chosen];
		const per = (one) => (rule.rule === "greedy-votes-per-euro" && one.cost) || 1n;
		const rank = (a, b) => compare(b.votes * per(a), a.votes * per(b)) || first(a, b);
		for (const one of projects.filter((one) => !isFree(one) && !taken.includes(one)).sort(rank)) {
			const [money, no] = [budget - spent(taken), blocked(one, taken)];
			const takes = !no && one.cost <= money;
			write({ [word]: one.id, money: show(money), taken: takes, blocked: no });
			if (takes) taken.push(one);
			else if (rule.no_skip) break;
		}
		return taken;
	}

	function shares(supported, chosen) {
		const D = voters || 1n;
		const run = (share) => equalShares(groups, supported, chosen, share, D, first, blocked);
		const lost = ({ winners }) => supported.filter((one) => !winners.includes(one));
		let share = voters && budget - (rule.start === "floor" ? budget % (D * UNIT) : 0n);
		let [made, next, next_cost] = [run(share), null, null];
		for (;;) {
			tell(Number((made.cost * 100n) / (budget || 1n)));
			const open = lost(made).some((one) => !blocked(one, made.winners) &&
				(rule.completion === "add1" || made.cost + one.cost <= budget));
			if (rule.completion === "none" || !open) break;
			const raised = share + amount(rule.step) * D;
			if (raised <= share) fail("rule.json");
			const tried = run(raised);
			if (tried.cost > budget) {
				[next, next_cost] = [floor(raised, D), show(tried.cost)];
				break;
			}
			[share, made] = [raised, tried];
		}
		write({ share: floor(share, D), next, next_cost });
		made.rounds.forEach(({ id, top, weight, rich, poor, D, tied }, i) => {
			const paid = [...rich.map((one) => one.worth * top), ...poor.map((one) => one.has * weight)];
			const price = floor(paid.sort(compare).at(-1), weight * D);
			const [full, less] = [rich, poor].map((some) => sum(some, (one) => one.n));
			const less_paid = floor(sum(poor, (one) => one.n * one.has), D);
			write({ round: i + 1, project: id, price, full, less, less_paid, tied });
		});
		for (const one of lost(made)) {
			const no = blocked(one, made.winners);
			write({ lost: one.id, left: made.left(one), cost: show(one.cost), blocked: no });
		}
		return made.winners;
	}

	function prefer(chosen) {
		const other = greedy("greedy", field, free(field));
		let [prefer_greedy, prefer_shares] = [0n, 0n];
		for (const { ballot, n } of groups) {
			const gain = sum(ballot, ({ project, worth }) =>
				BigInt(other.includes(project) - chosen.includes(project)) * worth * project.unit);
			if (gain > 0n) prefer_greedy += n;
			if (gain < 0n) prefer_shares += n;
		}
		const kept_greedy = prefer_greedy > prefer_shares;
		write({ comparison: "greedy-votes", prefer_greedy, prefer_shares, kept_greedy });
		return kept_greedy ? other : chosen;
	}

	write({ result: number, rule: rule.rule, seed, voters, budget: show(budget) });
	for (const one of field) {
		const { id, cost, votes, supporters } = one;
		one.lot = await sha256(seed + id);
		one.unit = rule.rule === "mes-cost" && !points ? cost : 1n;
		const few = min_share && votes * BigInt(min_share) * budget < cost * voters;
		one.out = votes < threshold ? "below_threshold" : few ? "below_min_share" : null;
		write({ project: id, cost: show(cost), votes, supporters, out: one.out });
	}
	const part = field.filter((one) => !one.out);
	let selected = free(part);
	if (/^mes/.test(rule.rule)) {
		selected = shares(part.filter((one) => one.cost && one.supporters), selected);
		if (rule.then !== "none") selected = greedy("then", part, selected);
		if (rule.comparison) selected = prefer(selected);
	} else selected = greedy("greedy", part, selected);
	const [winners, total_cost] = [idsOf(selected), show(spent(selected))];
	write({ winners, cost: total_cost });
	return { lines, selected: winners, total_cost, budget: show(budget), voters };
}

/* What differs between two objects, key by key. */
const differ = (told, found, place) =>
	[...new Set([told, found].flatMap(Object.keys))]
		.filter((key) => json(told[key]) !== json(found[key]))
		.map((key) => ({ ...place, key, published: told[key], recounted: found[key] }));

/* The same for transcripts, up to two lines that speak of different things. */
function follow(told, found, from) {
	const all = [];
	for (let i = 0; i < told.length || i < found.length; i++) {
		const place = { file: "transcript.jsonl", line: from + i, what: "step" };
		if (told[i] === found[i]) continue;
		try {
			const [a, b] = [JSON.parse(told[i]), JSON.parse(found[i])];
			const keys = differ(a, b, { ...place, about: b });
			if (keys[0].key === Object.keys(a)[0]) throw a;
			all.push(...keys);
		} catch {
			return [...all, { ...place, published: told[i], recounted: found[i] }];
		}
	}
	return all;
}

/* The bundle in `bytes` counted again. */
export async function recount(bytes, onProgress = () => {}) {
	const [differences, results] = [[], []];
	try {
		const files = unzip(bytes);
		const file = (name) => files[name] ?? fail(name);
		const text = (name) => decode(file(name));
		for (const [name, published] of Object.entries(JSON.parse(text("digests.json")))) {
			const found = await sha256(file(name));
			if (found !== published) differences.push({ file: name, what: "digest" });
		}
		const [marks, ballots] = ["lines.txt", PB].map((name) => text(name).split("\n"));
		for (const [i, mark] of marks.entries()) {
			const found = await sha256(`${ballots[i]}`);
			if (mark && found.slice(7, 15) !== mark) differences.push({ file: PB, line: i + 1, what: "line", found: ballots[i] });
		}
		const rules = JSON.parse(text("rule.json"));
		const stated = text("result.json").replace(/("(\\.|[^"\\])*")|\s/g, "$1").slice(1, -1)
			.split(/,(?={"budget":)/);
		const told = text("transcript.jsonl").split(/^(?={"result":)/m);
		const election = readElection(text(PB));
		const [input, all] = [await sha256(election.input), [rules.rule, ...rules.shadow_rules]];
		let line = 1;
		for (const [i, rule] of all.entries()) {
			const tell = (percent) => onProgress(i + 1, all.length, percent);
			const { lines, ...made } = await count(election, rule, rules.seed, i + 1, tell);
			const outcome = stated[i].replace(/"digest":"[^"]*",/, "");
			made.digest = await sha256(`{"input":"${input}","outcome":${outcome},"seed":${json(rules.seed)}}`);
			const { rule: by, ...result } = JSON.parse(stated[i]);
			const place = { file: "result.json", result: i + 1 };
			const block = told[i]?.trimEnd().split("\n") ?? [];
			differences.push(...differ(by, rule, { ...place, what: "rule" }),
				...differ(result, { ...result, ...made }, { ...place, what: "result" }),
				...follow(block, lines, line));
			line += block.length;
			results.push(made);
		}
	} catch (error) {
		differences.push(error.what ? error : { file: "bundle.zip", what: "broken" });
	}
	return { same: !differences.length, differences, results };
}

if (typeof WorkerGlobalScope !== "undefined") {
	const tell = (...progress) => postMessage({ progress });
	onmessage = async ({ data }) => postMessage(await recount(data, tell));
}
