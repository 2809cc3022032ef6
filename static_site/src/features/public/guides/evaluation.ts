/** Running an evaluation: for the organiser, agencies and observers. */
import type { Text } from "@/i18n"
import type { Act, Guide, Part } from "./guide"

const ORGANISER: Text = { zh: "主办单位", en: "the organiser" }
const RUNNERS: Text = { zh: "主办单位或评审机构", en: "the organiser or an agency" }
const PAIR: Text = { zh: "主办单位，须两人", en: "the organiser, two people" }

const before: Part = {
  id: "before",
  title: { zh: "开始之前", en: "Before it begins" },
  acts: [
    {
      title: { zh: "备好账户", en: "Have the accounts" },
      text: {
        zh: "须两人办理的，提出和确认不能是同一个账户，主办单位至少要有两个账户。评审机构和监督员的账户由主办单位在“账户”页发放；专家账户由主办单位或所属评审机构在“评审专家”页发放。",
        en: "Where two people are needed they must be two accounts, so the organiser needs two at least. The organiser hands out accounts of agencies and observers under Accounts; it or the expert's own agency hands out those of experts under Experts.",
      },
    },
    {
      title: { zh: "核对专家资料", en: "Check the experts' facts" },
      text: {
        zh: "工作单位写全称，所在市、主管单位、评审领域、件数上限写准。回避和分配都按这些资料计算。",
        en: "Bodies in full, and the right city, parent body, fields and ceiling: recusals and assignment are worked out from them.",
      },
    },
    {
      title: { zh: "处理回避申请", en: "Rule on requests for recusal" },
      text: {
        zh: "申报单位在抽取专家之前可以申请回避。主办单位在“评审专家”页逐条决定，申报单位只知道已处理，不知道结果。",
        en: "Applicants may ask for recusals until experts are drawn. The organiser rules on each under Experts; the applicant learns that it was handled, not how.",
      },
    },
    {
      title: { zh: "看“评选进程”", en: "Follow the season" },
      text: {
        zh: "每个申报类别每一轮评审一条线，写明办到哪一步、等谁办、还缺什么。从这里进入每一步的页面。",
        en: "The page Season has a line for each track and stage: what is done, whom the next act waits for, what is missing. Each act's page is reached from there.",
      },
    },
  ],
}

const acts: readonly Act[] = [
  {
    title: { zh: "参评名单", en: "The roll" },
    text: {
      zh: "在“参评名单”逐条做形式审查：受理，或写明理由不予受理；材料有小错的，通知补正并勾选开放哪些表项。疑似重复的，对照后处理。全部办完后冻结名单，申报用户和上报单位随即得知是否受理。",
      en: "Check each entry under Roll: admit it, or do not and say why; where papers have small faults, ask for a correction and tick the fields to open. Settle possible doubles. Then freeze the roll: applicants and desks are told at once.",
    },
    who: ORGANISER,
    undo: {
      zh: "冻结后不能增减。此后只能取消某一条的参评资格。",
      en: "nothing is added or taken off; an entry can only be excluded.",
    },
  },
  {
    title: { zh: "评审规则", en: "The rules" },
    text: {
      zh: "固定评审规则：评审标准、计分办法、回避规则从此不变，评选活动再改也不影响。规则人人可看。",
      en: "Fix the rules: criteria, method and recusals stay as they are, whatever the call says later. Everybody may read them.",
    },
    who: ORGANISER,
    undo: { zh: "不能撤回。", en: "it cannot be undone." },
  },
  {
    title: { zh: "专家库", en: "The pool" },
    text: {
      zh: "先看测算：共需几份评分表，各领域至少要几名专家，哪些条专家不够。够了再定各领域席位、用哪一天哪几期公开号码，标出已请假的专家，公布承诺。评选规则写明不抽取的，在这一步指定评审组，名单公开。",
      en: "Look at what is needed first: how many sheets, how many experts in each field, which entries have too few. Then set the seats and which public numbers of which date are used, mark who is away, and publish the commitment. Where the rules draw nobody, the jury is named here and its list is public.",
    },
    who: RUNNERS,
    undo: {
      zh: "抽取之前可以写明理由作废、重新公布，作废的承诺仍然公开。",
      en: "before the draw it may be given up with a reason for another; the one given up stays public.",
    },
  },
  {
    title: { zh: "专家抽取", en: "The draw" },
    text: {
      zh: "开奖以后，两人各自对着公告录入号码，一致才抽取。次序由承诺和号码算出，任何人都能重算。监督员在场的，在同一页记一次见证。",
      en: "Once the numbers are drawn in public, two people type them from the announcement, each apart; only equal numbers draw. The order follows from commitment and numbers, and anybody can compute it again. An observer who was there notes it on the same page.",
    },
    who: { zh: "主办单位或评审机构，须两人", en: "the organiser or an agency, two people" },
    undo: {
      zh: "不能重抽。有人不能来，按同一次序递补。",
      en: "nothing is drawn again. Whoever cannot come is followed by the next of the same order.",
    },
  },
  {
    title: { zh: "分配", en: "The assignment" },
    text: {
      zh: "系统按回避、领域和件数计算，先均衡，再对口。看过报告再定；个别条可以写明理由改由别的专家评。",
      en: "It is computed from recusals, fields and ceilings: even loads first, then fit. Look at the report; single reviews may be handed to another expert with a reason.",
    },
    who: RUNNERS,
    undo: {
      zh: "开评之前可以重新计算，手工调整随之作废；开评以后只能逐条调整。",
      en: "until marks open it may be computed again, which voids changes by hand; then only single reviews are changed.",
    },
  },
  {
    title: { zh: "开评", en: "Opening" },
    text: {
      zh: "规则和专家库公开满规定天数后，在“评审进度”开始评审。专家随即收到消息：几条、何时截止。",
      en: "Open marking under Progress of reviews once rules and pool have been public as long as the rules say. Experts are told how much and until when.",
    },
    who: ORGANISER,
    undo: { zh: "不能撤回。", en: "it cannot be undone." },
  },
  {
    title: { zh: "评审", en: "Marks" },
    text: {
      zh: "“评审进度”只显示谁评了几条，不显示分数。截止前三天和最后一天，系统自动提醒还没交的专家；也可以点“提醒未交的专家”，每人每天最多一条。",
      en: "Progress of reviews shows who has done how many, never a mark. Experts with something left are reminded three days before the closing and on the last day; you may remind them yourself, once a day each.",
    },
    who: { zh: "评审专家", en: "the experts" },
    undo: {
      zh: "封存之前，主办单位可以重新开放一份已交的评分表，看不到内容。",
      en: "until marks are sealed the organiser may reopen a submitted sheet, without seeing it.",
    },
  },
  {
    title: { zh: "封存评分", en: "Sealing" },
    text: {
      zh: "先看每条的评分表够不够。一人提出，另一人确认。封存以后才看得到分数，只有专家代号。",
      en: "See first whether each entry has enough sheets. One person proposes, another confirms. Only then can marks be seen, by the experts' codes.",
    },
    who: PAIR,
    undo: {
      zh: "不能撤回，不再收、不再改评分表。",
      en: "it cannot be undone; no sheet is taken or changed any more.",
    },
  },
  {
    title: { zh: "计分", en: "The tally" },
    text: {
      zh: "系统按固定的规则计分，写明每位专家的严宽、评分相差大的条。可以导出，用“核验计分”重算一遍。",
      en: "Marks are counted by the rules that were fixed; the page shows strictness and where experts differ. Export it and compute it again under Check the tally.",
    },
    who: ORGANISER,
    undo: {
      zh: "可以再计一次：某份评分不计以后，或者复议以后。每次都留存。",
      en: "it may be run again after a sheet was struck or reconsidered; every run stays.",
    },
  },
  {
    title: { zh: "复议或加评", en: "Reconsideration, or another expert" },
    text: {
      zh: "规则写明的才办。复议：同一条的专家看过彼此的评分和意见，可以改一次。加评：再请一位专家。之后重新封存、重新计分。",
      en: "Only where the rules say so. Experts of an entry see each other's marks and may change their own once, or one more expert reads it. Then marks are sealed and counted anew.",
    },
    who: ORGANISER,
    undo: { zh: "前后两次评分都留存。", en: "the marks of both rounds stay." },
  },
  {
    title: { zh: "遴选", en: "Selection" },
    text: {
      zh: "名额线在规则允许的范围内移动要写理由；例外列入或不列，逐条写理由。试算不留痕。一人提出，另一人逐条核对例外后确认。",
      en: "Moving the line within what the rules allow needs a reason, and so does each entry put in or left out by exception. Trials leave no trace. One person proposes, another looks at every exception and confirms.",
    },
    who: PAIR,
    undo: {
      zh: "确认以后不能再改。公布之前，申报用户、推荐单位和专家都看不到。",
      en: "once confirmed it is not changed. Until it is announced no applicant, desk or expert sees it.",
    },
  },
]

export const guide: Guide = {
  title: { zh: "评审组织指南", en: "Running an evaluation" },
  lead: {
    zh: "供主办单位、评审机构和监督员使用。从参评名单到遴选，每一步办完都留有记录；办完的不倒退，有误的用另一步更正。",
    en: "For organisers, agencies and observers. Each act from the roll to the selection is kept on record. What is done stays done; what was wrong is put right by another act.",
  },
  parts: [
    before,
    {
      id: "acts",
      title: { zh: "从参评名单到遴选", en: "From the roll to the selection" },
      lead: {
        zh: "哪些须两人办理、哪些轮次有复议，以本次评选的规则为准。",
        en: "Which acts take two people, and which stages have a reconsideration, is said by the rules of the call.",
      },
      acts,
    },
    {
      id: "two",
      title: { zh: "两人办理", en: "Two people" },
      acts: [
        {
          title: { zh: "一人提出", en: "One proposes" },
          text: {
            zh: "提出以后，其他能确认的人收到消息。消息里没有提出的内容。",
            en: "Those who may confirm are told. Nothing of what is proposed is in the message.",
          },
        },
        {
          title: { zh: "另一人看过再确认", en: "Another looks and confirms" },
          text: {
            zh: "确认的是看到的那一份。提出以后内容有变，系统拒绝确认，须重新提出。",
            en: "What is confirmed is exactly what was seen. If anything has changed since, it is refused and must be proposed anew.",
          },
        },
        {
          title: { zh: "录入公开号码不同", en: "Public numbers are different" },
          text: {
            zh: "不是看着对方的确认，而是各录一遍。不一致时只说哪一种号码不一致，不显示对方录的是什么。",
            en: "They are not confirmed but typed twice. Where they differ you learn which source differs, not what the other typed.",
          },
        },
      ],
    },
  ],
  sight: {
    id: "sight",
    title: { zh: "谁看得到什么", en: "Who sees what" },
    columns: [
      { zh: "", en: "" },
      { zh: "封存之前", en: "Before sealing" },
      { zh: "封存之后、公布之前", en: "After sealing, before it is announced" },
    ],
    rows: [
      [
        { zh: "主办单位", en: "Organiser" },
        { zh: "评没评，不见分数", en: "done or not, no marks" },
        { zh: "分数、名次、遴选，专家以代号出现", en: "marks, ranks and the selection, experts by code" },
      ],
      [
        { zh: "评审机构", en: "Agency" },
        {
          zh: "评没评；专家以代号出现，本机构的见姓名",
          en: "done or not; experts by code, its own by name",
        },
        { zh: "分数、名次；不见遴选", en: "marks and ranks; not the selection" },
      ],
      [
        { zh: "监督员", en: "Observer" },
        { zh: "评没评", en: "done or not" },
        { zh: "分数、名次、遴选，专家以代号出现", en: "marks, ranks and the selection, experts by code" },
      ],
      [
        { zh: "评审专家", en: "Expert" },
        { zh: "自己的评分表", en: "own sheets" },
        {
          zh: "自己的；复议时另见同一条其他专家的，以代号出现",
          en: "own; in a reconsideration also the others' of the same entry, by code",
        },
      ],
      [
        { zh: "申报用户、推荐单位", en: "Applicants and desks" },
        { zh: "是否受理", en: "whether it is admitted" },
        { zh: "是否受理", en: "whether it is admitted" },
      ],
    ],
  },
  questions: [
    {
      q: { zh: "专家拒评一条", en: "An expert gives an entry back" },
      a: {
        zh: "主办单位和专家所属机构会收到消息。到“专家抽取与分配”手工调整，改由另一位专家评。因利害关系拒评的，系统同时登记回避。",
        en: "The organiser and the expert's agency are told. Hand the entry to another expert under Draw and assignment. Where it touches impartiality, the recusal is noted at once.",
      },
    },
    {
      q: { zh: "抽中的专家来不了", en: "An expert who was drawn cannot come" },
      a: {
        zh: "在“专家抽取与分配”办理递补：按抽取次序由下一位接替，未评的一并接过去，其他人不动，已提交的评分表保留。没有接过去的条，逐条指定。",
        en: "Replace the expert under Draw and assignment: the next of the order takes the seat and what is not marked, nobody else moves, submitted sheets stay. What could not go over is given by hand.",
      },
    },
    {
      q: { zh: "评审中发现专家应当回避", en: "An expert should have been kept from an entry" },
      a: {
        zh: "在“评审专家”登记回避，这位专家立即看不到那一条。封存之前：改由别的专家评。封存之后：在“计分”把那一份评分表不计，再重新计分；页面会列出因此过线的条。",
        en: "Note the recusal under Experts: the entry is closed to the expert at once. Before sealing hand it to another. Afterwards strike that sheet under Tally and count again; the page lists what crossed the line by it.",
      },
    },
    {
      q: { zh: "专家说评分表填错了", en: "An expert says that a sheet is wrong" },
      a: {
        zh: "封存之前，主办单位在“评审进度”写明理由重新开放，专家改后再交。封存之后不能改。",
        en: "Before sealing the organiser reopens it under Progress of reviews, with a reason, and the expert submits it anew. After sealing it cannot be changed.",
      },
    },
    {
      q: { zh: "专家不够", en: "There are too few experts" },
      a: {
        zh: "公布承诺之前看测算，先在“评审专家”补充，再公布。已公布、还没抽取的，写明理由作废后重新公布。",
        en: "Look at what is needed before you publish the commitment, and add experts first. If it is public and nothing is drawn yet, give it up with a reason and publish another.",
      },
    },
    {
      q: { zh: "分配算不出来", en: "The assignment finds no way" },
      a: {
        zh: "页面会写明哪一条可评的人不够、被哪条规则排除。请递补或补充专家，或者核对专家资料里的单位和所在市。",
        en: "The page names the entry and the rules that left its experts out. Replace or add experts, or check body and city in their profiles.",
      },
    },
    {
      q: { zh: "某一条的评分表不足", en: "An entry has too few sheets" },
      a: {
        zh: "先提醒，再改由别的专家评。不足也可以写明理由封存，但计分会退出并列出这些条，须先加评。",
        en: "Remind the expert, then hand it to another. Marks may be sealed with a reason all the same, but the tally refuses and lists these entries: another expert must read them first.",
      },
    },
    {
      q: { zh: "公开号码录错了", en: "The public numbers were mistyped" },
      a: {
        zh: "第二人录入之前，先录的人重新录入即可。两人不一致的，对着公告核对；确是先录的有误，后录的人选“用我录入的重新开始”，再由另一人录入。抽取以后不能改。",
        en: "Before the second person types them, the first may type them again. Where the two differ, check the announcement; if the first were wrong, choose “Begin anew with mine”, and another person types them again. After the draw nothing can be changed.",
      },
    },
    {
      q: { zh: "名单冻结后发现不符合条件的", en: "An entry on the frozen roll is not eligible" },
      a: {
        zh: "在该申报的页面写明理由取消参评资格，须两人办理的由另一人确认。申报用户立即得知，取消后不能恢复。",
        en: "Exclude it on its page with a reason; where two people are asked for, another confirms. The applicant is told at once, and it cannot be undone.",
      },
    },
    {
      q: { zh: "主办单位只有一个账户", en: "The organiser has one account only" },
      a: {
        zh: "须两人办理的都办不了，固定规则时就会提示。请先在“账户”增加一个主办单位账户，由另一个人使用。",
        en: "Nothing that takes two people can be done, and fixing the rules says so. Add an account of the organiser's for another person first.",
      },
    },
    {
      q: { zh: "名额线上同分", en: "Scores are equal at the line" },
      a: {
        zh: "按公布的规则依次区分，最后按抽签。页面写明是哪一步区分的。",
        en: "They are set apart as the rules say, in the end by lot. The page says which step decided.",
      },
    },
  ],
}
