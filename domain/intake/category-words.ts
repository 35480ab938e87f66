// What hotlines call the categories of problems. Which categories there are, and what follows from them, is the policy's; these are only the
// words by which a file's row is understood. A category may always be given by its code.
import { compact } from '../register/normalise';

/** The first word is what we call it ourselves. */
export const CATEGORY_WORDS: Record<string, readonly string[]> = {
  smokeAlarm: ['烟感报警', '烟雾报警', '火警', '火灾报警'],
  gasSmell: ['燃气泄漏', '燃气异味', '煤气泄漏', '天然气泄漏'],
  liftTrapped: ['电梯困人', '电梯关人', '被困电梯'],
  burstPipe: ['水管爆裂', '爆管', '水管爆管', '管道爆裂'],
  fallingObject: ['高空坠物', '高空抛物', '外墙脱落坠落'],
  waterOutage: ['停水', '供水问题', '水压不足'],
  powerOutage: ['停电', '供电问题'],
  heating: ['供暖', '供热', '暖气不热', '供暖问题'],
  sewage: ['污水外溢', '下水堵塞', '管道堵塞', '污水', '化粪池'],
  lift: ['电梯故障', '电梯', '电梯维修'],
  repair: ['报修', '维修', '房屋维修', '设施维修', '公共设施维修'],
  leak: ['漏水', '渗漏水', '房屋漏水', '屋面漏水', '渗水'],
  lighting: ['照明', '路灯', '楼道灯', '公共照明'],
  cleaning: ['环境卫生', '保洁', '垃圾清运', '垃圾', '卫生'],
  greening: ['绿化', '树木修剪', '绿化养护'],
  parking: ['停车', '乱停车', '停车管理', '车辆乱停'],
  security: ['治安安保', '安保', '门禁', '保安'],
  fees: ['物业收费', '物业费', '收费'],
  firmService: ['物业服务', '物业管理', '物业投诉'],
  committee: ['业委会', '业主委员会', '业委会履职'],
  noise: ['噪音', '噪声', '噪音扰民', '噪声扰民', '施工噪音'],
  pets: ['宠物', '犬类', '养犬', '遛狗'],
  dispute: ['邻里纠纷', '纠纷', '矛盾纠纷'],
  benches: ['休闲座椅', '座椅', '健身器材', '公共座椅'],
  welfare: ['民政救助', '救助', '低保', '社会救助'],
  other: ['其他', '其它', '其他问题'],
  fireLane: ['占用消防通道', '消防通道', '消防通道堵塞', '堵塞消防通道'],
  illegalBuilding: ['违法建设', '违章建筑', '违建', '私搭乱建'],
  restaurantFumes: ['油烟扰民', '餐饮油烟', '油烟'],
  streetVendors: ['占道经营', '流动摊贩', '游商'],
  roads: ['道路破损', '道路', '路面破损', '市政道路'],
  overcharging: ['价格违法', '乱收费', '价格投诉'],
  groupRenting: ['群租', '群租房', '出租房'],
  facade: ['外墙安全', '外墙脱落', '房屋安全'],
  parkingPlan: ['停车规划', '车位规划', '停车位规划'],
};

const BY_WORD = new Map(
  Object.entries(CATEGORY_WORDS).flatMap(([code, words]) =>
    [code, ...words].map((word): [string, string] => [word.toUpperCase(), code]),
  ),
);

/** Blanks and remarks in brackets do not count. Undefined: not understood. */
export const categoryOf = (written: string): string | undefined =>
  BY_WORD.get(
    compact(written)
      .replace(/[([【].*$/, '')
      .toUpperCase(),
  );
