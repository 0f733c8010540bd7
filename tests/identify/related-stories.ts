// Reports as outlets print them, invented: a title, then paragraphs. What is done to them stands in related-pairs.ts.

export interface Report {
  readonly title: string
  readonly paragraphs: readonly string[]
}

export const chinese: readonly Report[] = [
  {
    title: '央行下调存款准备金率0.5个百分点 释放长期资金约1万亿元',
    paragraphs: [
      '中国人民银行5月7日宣布，自5月15日起下调金融机构存款准备金率0.5个百分点，预计向金融市场提供长期流动性约1万亿元。',
      '央行有关负责人表示，此次降准将有助于保持银行体系流动性充裕，引导金融机构加大对实体经济特别是小微企业和科技创新的支持力度，促进综合融资成本稳中有降。',
      '分析人士认为，降准落地后，大型银行和中小银行的资金成本有望进一步下行，预计全年还有一次降准空间。东方证券首席经济学家周文渊指出，此举释放了稳增长的明确信号。',
      '市场方面，当日10年期国债收益率下行3个基点至1.62%，银行股普遍走强，工商银行收涨2.1%。',
    ],
  },
  {
    title: '三季度新能源汽车出口同比增长四成',
    paragraphs: [
      '海关总署10月14日发布的数据显示，今年三季度我国新能源汽车出口量达到58.3万辆，同比增长41.7%，占全部汽车出口的比重升至36%。',
      '从目的地看，对东盟出口增长最快，前三季度累计出口21.4万辆；对欧盟出口受关税影响，增速回落至12%。',
      '中国汽车工业协会副秘书长陈士华表示，企业海外建厂步伐加快，泰国罗勇府和匈牙利塞格德的两座工厂将于明年上半年投产，届时整车出口的一部分会转为零部件出口。',
      '业内人士提醒，海外售后体系建设仍是短板，二手车残值不稳定也会拖累品牌口碑。',
    ],
  },
  {
    title: '沪深北交易所同日发布程序化交易管理细则',
    paragraphs: [
      '6月12日，上海、深圳、北京证券交易所分别发布程序化交易管理实施细则，明确高频交易认定标准为单个账户每秒申报、撤单笔数合计最高达到300笔以上，或者单日合计最高达到20000笔以上。',
      '细则要求，程序化交易投资者应当真实、准确、完整、及时报告账户基本信息、资金信息、交易策略类型以及技术系统信息。',
      '对于高频交易，交易所可以适当提高流量费、撤单费等收费标准，具体办法另行规定。细则自7月7日起施行，过渡期为六个月。',
      '一位量化私募负责人告诉记者，公司早在去年底就按征求意见稿压低了撤单率，影响有限，但新设的异常交易监控指标需要改造风控系统。',
    ],
  },
  {
    title: '洪水退去之后：皖南茶乡抢收夏茶',
    paragraphs: [
      '连日暴雨之后，黄山市祁门县箬坑乡的茶农赶在晴天里抢收夏茶。七十岁的汪德全踩着泥泞上山，他家十二亩茶园有三亩被冲毁。',
      '乡里组织了四支突击队帮助农户清淤修路，两条通往茶园的机耕道已经抢通。县农业农村局的技术员驻村指导补种和病虫害防治。',
      '收购站的灯亮到后半夜。站长胡秀英说，今年夏茶鲜叶每斤比去年高出两块钱，茶厂承诺敞开收购，不压级不压价。',
      '据当地统计，全乡受灾茶园一千三百余亩，预计减产两成左右，目前已有六成农户拿到了保险预付款。',
    ],
  },
  {
    title: '国产大飞机C919首次执飞国际航线',
    paragraphs: [
      '8月20日上午，一架C919客机搭载156名旅客从上海浦东国际机场起飞，经过四个半小时飞行抵达新加坡樟宜机场，这是国产大飞机首次执飞国际定期航班。',
      '中国东方航空介绍，该航线每天往返一班，由三架C919轮流执飞，机长和副驾驶均完成了国际航线资质训练。',
      '航空专家林智杰认为，走出国门意味着C919要在全新的管制环境和地面保障体系下运行，航材支援和维修网络的建设将决定下一步扩张的速度。',
      '截至7月底，C919累计承运旅客超过两百万人次，在手订单一千余架。',
    ],
  },
  {
    title: '多地调整公积金政策支持保障性住房',
    paragraphs: [
      '记者从住房和城乡建设部获悉，今年以来已有四十七个城市调整住房公积金使用政策，支持缴存人购买保障性住房。',
      '其中，杭州将多子女家庭的贷款额度上浮比例提高到三成，郑州允许直系亲属之间提取余额用于首付，厦门则把租房提取频次改为按月。',
      '中指研究院市场研究总监陈文静说，公积金贷款利率已经处于历史低位，额度和提取条件放宽，对刚需群体的支持效果会更加直接。',
      '专家同时建议，各地应当加强资金流动性管理，防止提取集中造成贷款轮候。',
    ],
  },
  {
    title: '半导体设备厂商上半年订单超预期',
    paragraphs: [
      '截至8月27日，A股十二家半导体设备公司披露了半年报，合计营业收入412亿元，同比增长33%，归母净利润68亿元，同比增长27%。',
      '其中刻蚀设备龙头新签订单同比增长超过六成，存货和合同负债双双创下新高，管理层在业绩会上表示产能利用率维持在九成以上。',
      '招商证券分析师鄢凡认为，先进存储扩产与成熟制程国产替代是两条主线，零部件自主化率的提升会逐步反映到毛利率上。',
      '不过也有机构提示，海外出口管制仍存在升级的可能，个别公司客户集中度偏高。',
    ],
  },
  {
    title: '深夜食堂回归 夜间经济点亮老城区',
    paragraphs: [
      '晚上十点，长沙坡子街的灯牌次第亮起。摆了十五年臭豆腐摊的刘满秀告诉记者，入夏以来每晚能卖出三百多份，比春天翻了一倍。',
      '天心区把六条背街小巷改造成步行夜市，统一排烟和污水管线，每个摊位发放二维码，食客扫码即可查看食材来源和评分。',
      '交通部门同步把两条地铁线路的末班车延长到零点三十分，夜班公交加密到十五分钟一班，网约车上客点增加到四十处。',
      '湖南大学经济学者张亚斌提醒，夜市要兼顾居民休息，噪声和油烟的投诉率应当成为考核的一部分。',
    ],
  },
]

export const english: readonly Report[] = [
  {
    title: 'Central bank holds rates as inflation cools to 2.4 percent',
    paragraphs: [
      'FRANKFURT (Northwire) - The European Central Bank left its key interest rate unchanged on Thursday, saying inflation was on course to settle at its target while growth in the currency bloc remained fragile.',
      'Consumer prices rose 2.4 percent in March from a year earlier, down from 2.6 percent in February, as energy costs fell and increases in the price of food slowed for the ninth month in a row.',
      '"We are not pre-committing to a particular path," the president of the bank told reporters, adding that wage settlements in the coming weeks would be decisive for a possible cut in June.',
      'Economists polled before the meeting had expected no change. The euro slipped 0.2 percent against the dollar, while yields on ten-year German bonds fell four basis points to 2.31 percent.',
      'Policymakers also discussed how quickly to shrink the portfolio of bonds bought during the pandemic, but took no decision, according to two people familiar with the talks.',
    ],
  },
  {
    title: 'Ferry with 212 aboard runs aground off Norway, all rescued',
    paragraphs: [
      'BERGEN, Norway (Northwire) - A passenger ferry carrying 212 people ran aground in dense fog off western Norway early on Sunday, and all of those aboard were brought to safety, the rescue service said.',
      'The vessel struck a reef near the island of Askoy shortly after 4 a.m. and began to take on water in its engine room. Three lifeboats and two helicopters took part in the operation, which lasted less than three hours.',
      'Eleven people were treated for mild hypothermia and one crew member for a broken arm. "It could have ended very differently," said Ingrid Solheim, who led the operation from Bergen.',
      'The operator said it would cooperate with an inquiry. Divers will examine the hull before salvage begins, and booms were laid around the ship after a small quantity of diesel leaked.',
    ],
  },
  {
    title: 'Chipmaker to build $9 billion plant in Ohio',
    paragraphs: [
      'COLUMBUS, Ohio (Northwire) - Meridian Semiconductor said on Tuesday that it will build a $9 billion factory outside Columbus, its first in the United States, after securing federal grants and a thirty-year abatement of local property taxes.',
      'The plant will make power chips for electric cars and charging stations. Construction is to begin in the autumn, and about 2,300 people are to work there once production starts in four years.',
      'Governor Ellen Marsh called the investment the largest by a foreign company in the history of the state. Residents of Jersey Township have raised questions about water, of which the plant would need five million gallons a day.',
      'Shares of the company, which is based in Eindhoven, rose 3.8 percent. Analysts at Halden Securities said the grants would cover about a fifth of the cost, less than rivals had received in Arizona and Texas.',
    ],
  },
  {
    title: 'Scientists find oldest known wooden structure in Zambia',
    paragraphs: [
      'LUSAKA (Northwire) - Two interlocking logs preserved beside a waterfall in Zambia were shaped and joined by humans nearly half a million years ago, long before our own species appeared, researchers reported on Wednesday.',
      'The logs, found at Kalambo Falls near the border with Tanzania, bear cut marks made with stone tools and a notch that let one rest across the other. They may have formed a walkway or the base of a platform above wet ground.',
      'Wood from so long ago almost never survives. Here it lay below the water table, sealed by fine sediment. The team dated the sand around it by measuring when its grains were last exposed to sunlight.',
      '"Forget the label Stone Age," said Larry Barham, an archaeologist who led the dig. "These people used their intelligence and imagination to make something they had never seen before."',
    ],
  },
  {
    title: 'Airline cancels hundreds of flights as strike enters second day',
    paragraphs: [
      "LISBON (Northwire) - Portugal's largest airline cancelled 340 flights on Friday as a strike by cabin crew entered its second day, stranding thousands of travellers at the start of the holiday season.",
      'The union says crews have lost a fifth of their purchasing power since wages were frozen in the pandemic, and it rejected a raise of 6 percent over three years offered at talks that broke down overnight.',
      'Passengers slept on camp beds in Terminal 1. "Nobody tells us anything," said Marta Figueiredo, a nurse who was trying to reach Funchal for her sister\'s wedding.',
      'The airline said it had rebooked about half of those affected and would pay for hotels. The government, which owns half of the company, urged both sides to return to the table before the weekend.',
    ],
  },
  {
    title: 'Reservoir levels in Catalonia recover after wettest spring in decades',
    paragraphs: [
      'BARCELONA (Northwire) - Catalonia lifted the last of its drought restrictions on Monday after the wettest spring in four decades filled reservoirs that had fallen to a sixth of their capacity a year ago.',
      'The water agency said its reserves stood at 78 percent. Farmers may again irrigate without limits, and swimming pools that stayed empty for two summers may be filled.',
      'The regional government will go on building a floating desalination plant in the port of Barcelona and a pipe to reuse treated water. "Rain is not a policy," said Nuria Pla, who heads the agency.',
      'Hydrologists warned that aquifers recover more slowly than reservoirs, and that the dry years of the past decade will return.',
    ],
  },
]

/** The same news in the other language. */
export const translated: readonly (readonly [Report, Report])[] = [
  [
    must(chinese[4]),
    {
      title: "China's C919 flies its first international route",
      paragraphs: [
        'A C919 airliner carrying 156 passengers took off from Shanghai Pudong on the morning of Aug. 20 and landed at Singapore Changi four and a half hours later, the first scheduled international flight of the home-built jet.',
        'China Eastern said the route will be flown daily in both directions by three C919s in rotation, with crews who have finished training for international routes.',
        'By the end of July the C919 had carried more than two million passengers, with over a thousand aircraft on order.',
      ],
    },
  ],
  [
    must(english[1]),
    {
      title: '挪威渡轮触礁 212人全部获救',
      paragraphs: [
        '一艘载有212人的渡轮周日凌晨在挪威西部海域因大雾触礁，救援部门称船上人员已全部脱险。',
        '事故发生在凌晨4时后不久，船只在阿斯科伊岛附近撞上暗礁，机舱进水，三艘救生艇和两架直升机参加救援，行动持续不到三小时。',
        '十一人因轻度失温接受治疗，一名船员手臂骨折。运营公司表示将配合调查。',
      ],
    },
  ],
]

function must(report: Report | undefined): Report {
  if (report === undefined) throw new Error('no such report')
  return report
}
