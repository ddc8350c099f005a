/* Counts a published bundle again in the reader's browser and names every difference; README.txt
   in it says what its files are. No float decides: money (in 10^-12), votes and points are BigInt.
   Equal Shares: Peters, Pierczyński and Skowron. */
let FILES = "election.pb,lines.txt,result.json,rule.json,transcript.jsonl,README.txt,recount.py".split(","),
	[PB, LINES, RESULT, RULE, STEPS] = FILES,
	DIGESTS = "digests.json",
	UNIT = 10n ** 12n;
let fail = file => { throw { file, what: "broken" }; };
let sum = (list, of) => list.reduce((all, one) => all + of(one), 0n),
	spent = projects => sum(projects, one => one.cost),
	idsOf = projects => projects.map(one => one.id),
	cmp = (a, b) => (a < b ? -1 : +(a > b)),
	byId = (a, b) => cmp(a.code, b.code),
	encode = text => new TextEncoder().encode(text),
	decode = bytes => new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes),
	hex = bytes => Array.from(bytes, n => n.toString(16).padStart(2, 0)).join(""),
	code = text => hex(encode(text));
let json = data =>
	JSON.stringify(data, (_, one) => (typeof one === "bigint" ? `\0${one}` : one))
		?.replace(/"\\u0000(\d+)"/g, "$1");
let sha256 = async data => "sha256:" + hex(new Uint8Array(
	await crypto.subtle.digest("SHA-256", data.buffer ? data : encode(data))));

function unzip(bytes, say) {
	let view = new DataView(bytes.buffer),
		short = at => view.getUint16(at, true), long = at => view.getUint32(at, true),
		files = { __proto__: null },
		end = bytes.length - 22;
	for (let n = short(end + 10), at = long(end + 16); n; n--) {
		let start = long(at + 42) + 30,
			from = start + short(start - 4) + short(start - 2),
			next = at + 46 + short(at + 28),
			name = decode(bytes.subarray(at + 46, next));
		if (files[name] || ![DIGESTS, ...FILES].includes(name)) say(name);
		files[name] = bytes.subarray(from, from + long(at + 20));
		at = next + short(at + 30) + short(at + 32);
	}
	return files;
}

/* Text as money (-1: it is none), and back. */
function amount(text) {
	let [, whole = "-1", part = ""] = /^(\d+)(?:\.(\d{1,12}))?$/.exec(text) ?? [];
	return BigInt(whole + part.padEnd(12, 0));
}
let show = money =>
	`${money / UNIT}.${`${money % UNIT}`.padStart(12, 0)}`.replace(/\.?0+$/, ""),
	floor = (top, under) => show((top / (under * 1000000n)) * 1000000n),
	cells = row =>
	Array.from(`${row};`.matchAll(/("(?:[^"]|"")*"|[^;]*);/gy), ([, text]) =>
		text.replace(/^"(.*)"$/, "$1").replaceAll('""', '"').trim());

/* Pabulib (pabulib.org/format), identical ballots as one group. */
function readElection(text) {
	let [meta, projects, votes] = text.split(/^(?=META$|PROJECTS$|VOTES$)/m).map(part => {
		let [, keys, ...rows] = part.trimEnd().split("\n").map(cells);
		return rows.map(row => Object.fromEntries(keys.map((key, i) => [key, row[i]])));
	});
	let { budget, num_votes, vote_type: ballot_type } =
		Object.fromEntries(meta.map(({ key, value }) => [key, value])),
		points = /^(cumulative|scoring)$/.test(ballot_type),
		known = { __proto__: null };
	for (let { project_id: id, cost, name, ...extra } of projects)
		known[id] = { id, code: code(id), text: cost, cost: amount(cost), extra, votes: 0n, supporters: 0n, fans: [] };
	let groups = {},
		list = text => (text ? text.split(",") : []),
		right = /^META\n/.test(text) && num_votes === `${votes.length}`;
	for (let [i, { voter_id, vote, points: given }] of votes.entries()) {
		let ids = list(vote),
			worth = points ? list(given).map(BigInt) : ids.map(() => 1n);
		right &&= voter_id === `${i + 1}` && worth.length === new Set(ids).size && worth.every(n => n >= 0n);
		let ballot = ids.map((id, i) => ({ p: known[id] ?? fail(PB), worth: worth[i] }));
		ballot.sort((a, b) => byId(a.p, b.p));
		let key = ballot.map(one => one.p.code).join("!") + " " +
			ballot.map(one => `${one.worth}`.padStart(30, 0));
		(groups[key] ??= { ballot, n: 0n }).n++;
	}
	let ballots = Object.keys(groups).sort().map(key => groups[key]);
	ballots.forEach(({ ballot, n }, at) => {
		for (let { p, worth } of ballot) if (worth) {
			p.votes += worth * n;
			p.supporters += n;
			p.fans.push({ at, worth, n });
		}
	});
	let field = Object.values(known).sort(byId);
	if (!right || field.length < projects.length || field.some(one => one.cost < 0n)) fail(PB);
	let input = json({
		ballot_type,
		ballots: ballots.map(({ ballot, n }) =>
			[ballot.map(one => one.p.id), points ? ballot.map(one => one.worth) : [], n]),
		budget,
		projects: field.map(one => [one.id, one.text]),
	});
	return { points, budget: amount(budget), field, ballots, voters: BigInt(votes.length), input };
}

/* Equal Shares where every voter has share / D. */
function equalShares(groups, open, chosen, share, D, first, blocked) {
	let rounds = [], won = [...chosen],
		purses = groups.map(() => share),
		order = (a, b) => cmp(a.top * b.under, b.top * a.under);
	/* A unit of worth costs top / weight; who has less pays all. Where all are poor: over 0. */
	function ask(p) {
		let rich = p.fans, few = [], top = p.cost * D, weight,
			poor = one => purses[one.at] * weight < top * one.worth;
		do {
			top -= sum(few, one => one.n * purses[one.at]);
			weight = sum(rich, one => one.n * one.worth);
			few = rich.filter(poor);
			rich = rich.filter(one => !poor(one));
		} while (few.length);
		Object.assign(p, { top, weight, under: weight * p.unit * D });
	}
	// Prices never fall.
	for (let one of open) Object.assign(one, { top: one.cost, under: one.unit * one.votes });
	for (;;) {
		open = open.filter(one => !won.includes(one) && !blocked(one, won)).sort(order);
		let best = [{ top: 1n, under: 0n }];
		for (let one of open) {
			if (order(one, best[0]) > 0) break;
			ask(one);
			let way = order(one, best[0]);
			if (way <= 0) best = way ? [one] : [...best, one];
		}
		let { id, fans, supporters, top, weight, under } = best.sort(first)[0];
		if (!under) break;
		won.push(best[0]);
		let gcd = top, rest = weight;
		while (rest) [gcd, rest] = [rest, gcd % rest];
		let finer = weight / gcd;
		D *= finer;
		purses = purses.map(has => has * finer);
		let price = 0n, full = 0n, less_paid = 0n;
		for (let { at, worth, n } of fans) {
			let has = purses[at], due = (top / gcd) * worth,
				paid = has < due ? has : due;
			if (has < due) less_paid += n * has;
			else full += n;
			if (paid > price) price = paid;
			purses[at] -= paid;
		}
		rounds.push([{ round: won.length, project: id, price: floor(price, D), full, less: supporters - full, less_paid: floor(less_paid, D) }, best]);
	}
	return { rounds, won, cost: spent(won), left: one => floor(sum(one.fans, one => one.n * purses[one.at]), D) };
}

async function count({ points, budget, field, ballots, voters }, rule, seed, number, tell) {
	let { conflicts = [], caps = [], min_share, threshold } = rule,
		lines = [],
		ties = [],
		write = line => lines.push(json(line)),
		first = (a, b) =>
		(rule.ties === "public" && (cmp(a.cost, b.cost) || cmp(b.votes, a.votes) ||
			cmp(a.lot, b.lot))) || byId(a, b),
		limits = [
		...conflicts.map(ids => [1n, one => BigInt(ids.includes(one.id))]),
		...caps.map(({ column, value, at_most }) =>
			[amount(at_most), ({ extra, cost }) => (extra[column] === value ? cost : 0n)]),
	];
	let blocked = (one, taken) => limits.some(([most, weigh]) => sum([...taken, one], weigh) > most),
		isFree = one => !one.cost && one.supporters;
	function tie([chosen, ...others]) {
		let between = others[0] ? idsOf([chosen, ...others].sort(byId)) : [];
		if (others[0]) ties.push({ between, chosen: chosen.id });
		return between;
	}
	function free(projects) {
		let taken = [];
		for (let one of projects.filter(isFree).sort(first)) {
			let no = blocked(one, taken);
			write({ free: one.id, ...(no && { blocked: no }) });
			if (!no) taken.push(one);
		}
		return taken;
	}
	function greedy(word, projects, chosen) {
		let taken = [...chosen],
			per = one => (rule.rule === "greedy-votes-per-euro" && one.cost) || 1n,
			rank = (a, b) => cmp(b.votes * per(a), a.votes * per(b)),
			queue = projects.filter(one => !isFree(one) && !taken.includes(one))
			.sort((a, b) => rank(a, b) || first(a, b));
		for (let [i, one] of queue.entries()) {
			let money = budget - spent(taken),
				fits = one => one.cost <= money && !blocked(one, taken),
				takes = fits(one);
			write({ [word]: one.id, money: show(money), taken: takes, blocked: blocked(one, taken) });
			if (takes || rule.no_skip)
				tie([one, ...queue.slice(i + 1).filter(other => !rank(one, other) && fits(other))]);
			if (takes) taken.push(one);
			else if (rule.no_skip) break;
		}
		return taken;
	}
	/* Raises the share as long as the money lasts. */
	function shares(able, chosen) {
		let D = voters || 1n,
			run = share => equalShares(ballots, able, chosen, share, D, first, blocked),
			share = voters && budget - (rule.start === "floor" ? budget % (D * UNIT) : 0n),
			made = run(share), next = null, next_cost = null;
		for (let runs = 0; ; runs++) {
			tell(Number((made.cost * 100n) / (budget || 1n)));
			let open = able.some(one => !made.won.includes(one) && !blocked(one, made.won) &&
				(rule.completion === "add1" || made.cost + one.cost <= budget));
			if (rule.completion === "none" || !open) break;
			let more = share + amount(rule.step) * D;
			if (more <= share || runs > 1e6) fail(RULE);
			let tried = run(more);
			if (tried.cost > budget) {
				[next, next_cost] = [floor(more, D), show(tried.cost)];
				break;
			}
			[share, made] = [more, tried];
		}
		write({ share: floor(share, D), next, next_cost });
		made.rounds.forEach(([line, best], i) => write({ ...line, round: i + 1, tied: tie(best) }));
		let { won } = made;
		for (let one of able.filter(one => !won.includes(one)))
			write({ lost: one.id, left: made.left(one), cost: show(one.cost), blocked: blocked(one, won) });
		return won;
	}
	function prefer(chosen) {
		let before = ties;
		ties = [];
		let other = greedy("greedy", field, free(field)),
			gains = ballots.map(({ ballot, n }) => [n, sum(ballot, ({ p, worth }) =>
			BigInt(other.includes(p) - chosen.includes(p)) * worth * p.unit)]),
			[prefer_greedy, prefer_shares] = [1, -1].map(way =>
			sum(gains, ([n, gain]) => (cmp(gain, 0n) === way ? n : 0n)));
		let kept_greedy = prefer_greedy > prefer_shares;
		write({ comparison: "greedy-votes", prefer_greedy, prefer_shares, kept_greedy });
		if (kept_greedy) return other;
		ties = before;
		return chosen;
	}
	write({ result: number, rule: rule.rule, seed, voters, budget: show(budget) });
	for (let one of field) {
		let { id, cost, votes, supporters } = one;
		one.lot = await sha256(seed + id);
		one.unit = rule.rule === "mes-cost" && !points ? cost : 1n;
		let few = min_share && votes * BigInt(min_share) * budget < cost * voters;
		one.out = votes < threshold ? "below_threshold" : few ? "below_min_share" : null;
		write({ project: id, cost: show(cost), votes, supporters, out: one.out });
	}
	let part = field.filter(one => !one.out),
		chosen = free(part);
	if (/^mes/.test(rule.rule)) {
		chosen = shares(part.filter(one => one.cost && one.supporters), chosen);
		if (rule.then !== "none") chosen = greedy("then", part, chosen);
		if (rule.comparison) chosen = prefer(chosen);
	} else chosen = greedy("greedy", part, chosen);
	let selected = idsOf(chosen), total_cost = show(spent(chosen));
	write({ winners: selected, cost: total_cost });
	let columns = Object.fromEntries(caps.map(one => one.column).sort().map(column => [column,
		Object.fromEntries(field.map(({ id, extra }) => [id, extra[column] || undefined]))]));
	return [lines, { selected, total_cost, budget: show(budget), voters, ties, ...(caps[0] && { columns }) }];
}
let differ = (told, found, at) =>
	Object.keys({ ...told, ...found })
		.filter(key => json(told[key]) !== json(found[key]))
		.map(key => ({ ...at, key, published: told[key], recounted: found[key] }));

/* `withheld`: there are no ballots to count. */
export async function recount(bytes, onProgress = () => {}) {
	let differences = [], results = [], steps = [], withheld,
		differs = (file, what, more) => differences.push({ file, what, ...more });
	try {
		let files = unzip(bytes, name => differs(name, "extra")),
			text = name => decode(files[name] ?? fail(name)),
			split = name => text(name).split("\n"),
			plain = name => text(name).replace(/("(\\.|[^"\\])*")|\s/g, "$1"),
			lines = (told, found, differs) => {
			for (let i = 0; i < told.length || i < found.length; i++) if (told[i] !== found[i]) differs(i, i + 1);
		};
		let [digests, rules, stated] = [DIGESTS, RULE, RESULT].map(name => JSON.parse(text(name)));
		for (let name of new Set([...FILES, ...Object.keys(digests)]))
			if (digests[name] !== (await sha256(files[name] ?? fail(name)))) differs(name, "digest");
		let rows = split(PB),
			marks = await Promise.all(rows.map(async row => row && (await sha256(row)).slice(7, 15)));
		lines(split(LINES), marks, (i, line) => differs(PB, "line", { line, found: rows[i] }));
		/* Keys that are there twice. */
		for (let [name, data] of [[RULE, rules], [RESULT, stated]])
			if (plain(name).length !== json(data).length || Object.keys(rules)[6]) differs(name, "form");
		let election = readElection(text(PB)),
			told = split(STEPS),
			ends = told.filter(line => /^{"winners/.test(line)).map(line => JSON.parse(line)),
			{ rule, seed, shadow_rules } = rules,
			all = [rule, ...shadow_rules];
		withheld = rules.ballots === "withheld" && !election.voters && rules.ballots;
		differences.push(...differ(rules, { ...rules, ballots: withheld || "published", version: 2 }, { file: RULE, what: "bundle" }));
		let raw = plain(RESULT).slice(1, -1).split(/,(?={"budget":)/),
			input = await sha256(election.input);
		for (let i = 0; i < all.length || i < stated.length; i++) {
			let { rule, ...rest } = stated[i],
				at = { file: RESULT, result: i + 1 };
			differences.push(...differ(rule, all[i], { ...at, what: "rule" }));
			let { winners: selected, cost: total_cost } = ends[i],
				right = { ...rest, selected, total_cost };
			if (!withheld) {
				let tell = percent => onProgress(i + 1, all.length, percent),
					[made, result] = await count(election, all[i], seed, i + 1, tell);
				/* What a tie was settled by, and what it changed, is believed. */
				rest.ties = rest.ties.map(({ between, chosen }) => ({ between, chosen }));
				let outcome = raw[i].replace(/"digest":"[^"]*",/, "");
				right = { ...result, digest: await sha256(`{"input":"${input}","outcome":${outcome},"seed":${json(seed)}}`) };
				steps.push(...made);
			}
			differences.push(...differ(rest, right, { ...at, what: "result" }));
			results.push(right);
		}
		if (!withheld) lines(told, [...steps, ""], (i, line) =>
			differs(STEPS, "step", { line, published: told[i], recounted: steps[i] }));
	} catch (error) {
		differences.push(error.what ? error : { file: "bundle.zip", what: "broken" });
	}
	return { same: !differences.length, differences, results, withheld };
}

if (typeof WorkerGlobalScope !== "undefined") {
	onmessage = async ({ data }) => postMessage(await recount(data, (...progress) => postMessage({ progress })));
}
