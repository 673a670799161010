// Offences that administrative organs refer most, with their articles of the
// Criminal Law (刑法): offered while typing, never required.
export const offences: Array<{ name: string; article: string; sectors: string[] }> = [
  { name: '污染环境罪', article: '刑法第三百三十八条', sectors: ['environment'] },
  { name: '非法处置进口的固体废物罪', article: '刑法第三百三十九条第一款', sectors: ['environment'] },
  { name: '擅自进口固体废物罪', article: '刑法第三百三十九条第二款', sectors: ['environment'] },
  { name: '提供虚假证明文件罪', article: '刑法第二百二十九条', sectors: ['environment', 'market'] },
  { name: '出具证明文件重大失实罪', article: '刑法第二百二十九条第三款', sectors: ['environment', 'market'] },
  { name: '破坏计算机信息系统罪', article: '刑法第二百八十六条', sectors: ['environment'] },
  { name: '投放危险物质罪', article: '刑法第一百一十四条', sectors: ['environment'] },
  { name: '非法经营罪', article: '刑法第二百二十五条', sectors: ['environment', 'market'] },
  { name: '非法采矿罪', article: '刑法第三百四十三条第一款', sectors: ['other', 'water'] },
  { name: '非法占用农用地罪', article: '刑法第三百四十二条', sectors: ['other', 'environment'] },
  { name: '非法捕捞水产品罪', article: '刑法第三百四十条', sectors: ['other', 'water'] },
  { name: '生产、销售伪劣产品罪', article: '刑法第一百四十条', sectors: ['market'] },
  { name: '生产、销售不符合安全标准的食品罪', article: '刑法第一百四十三条', sectors: ['market'] },
  { name: '生产、销售有毒、有害食品罪', article: '刑法第一百四十四条', sectors: ['market'] },
  { name: '假冒注册商标罪', article: '刑法第二百一十三条', sectors: ['market'] },
  { name: '销售假冒注册商标的商品罪', article: '刑法第二百一十四条', sectors: ['market'] },
  { name: '虚假广告罪', article: '刑法第二百二十二条', sectors: ['market'] },
];

/** The sector's own offences first. */
export function offencesFor(sector: string | undefined) {
  return [...offences].sort((a, b) => Number(b.sectors.includes(sector ?? '')) - Number(a.sectors.includes(sector ?? '')));
}
