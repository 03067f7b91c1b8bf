"use strict";
exports.isErrorRecord = validate10;
const schema11 = {"$id":"error-record","title":"ErrorRecord","description":"An event that was refused, or (kind `field`) a notice beside a stored row, with its reason and its bytes (DESIGN.md 5).","type":"object","properties":{"v":{"const":1},"tenant":{"type":"string","pattern":"^[0-9A-HJKMNP-TV-Z]{26}$"},"stage":{"enum":["raw","staged"]},"kind":{"enum":["malformed","commit","field"]},"reason":{"type":"string","minLength":1},"code":{"type":"string","minLength":1},"recordId":{"type":"string","minLength":1},"index":{"type":"integer","minimum":0},"receivedAt":{"type":"integer","minimum":0},"handledAt":{"type":"integer","minimum":0},"event":{"type":"string","description":"the bytes as text"},"encoding":{"const":"base64","description":"present when the bytes are not UTF-8"}},"required":["v","tenant","stage","kind","reason","code","recordId","index","receivedAt","handledAt","event"],"additionalProperties":false};
const func2 = Object.prototype.hasOwnProperty;
const func3 = require("ajv/dist/runtime/ucs2length").default;
const pattern0 = new RegExp("^[0-9A-HJKMNP-TV-Z]{26}$", "u");

function validate10(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
/*# sourceURL="error-record" */;
let vErrors = null;
let errors = 0;
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if((((((((((((data.v === undefined) && (missing0 = "v")) || ((data.tenant === undefined) && (missing0 = "tenant"))) || ((data.stage === undefined) && (missing0 = "stage"))) || ((data.kind === undefined) && (missing0 = "kind"))) || ((data.reason === undefined) && (missing0 = "reason"))) || ((data.code === undefined) && (missing0 = "code"))) || ((data.recordId === undefined) && (missing0 = "recordId"))) || ((data.index === undefined) && (missing0 = "index"))) || ((data.receivedAt === undefined) && (missing0 = "receivedAt"))) || ((data.handledAt === undefined) && (missing0 = "handledAt"))) || ((data.event === undefined) && (missing0 = "event"))){
validate10.errors = [{instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: missing0},message:"must have required property '"+missing0+"'"}];
return false;
}
else {
const _errs1 = errors;
for(const key0 in data){
if(!(func2.call(schema11.properties, key0))){
validate10.errors = [{instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties"}];
return false;
break;
}
}
if(_errs1 === errors){
if(data.v !== undefined){
const _errs2 = errors;
if(1 !== data.v){
validate10.errors = [{instancePath:instancePath+"/v",schemaPath:"#/properties/v/const",keyword:"const",params:{allowedValue: 1},message:"must be equal to constant"}];
return false;
}
var valid0 = _errs2 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.tenant !== undefined){
let data1 = data.tenant;
const _errs3 = errors;
if(errors === _errs3){
if(typeof data1 === "string"){
if(!pattern0.test(data1)){
validate10.errors = [{instancePath:instancePath+"/tenant",schemaPath:"#/properties/tenant/pattern",keyword:"pattern",params:{pattern: "^[0-9A-HJKMNP-TV-Z]{26}$"},message:"must match pattern \""+"^[0-9A-HJKMNP-TV-Z]{26}$"+"\""}];
return false;
}
}
else {
validate10.errors = [{instancePath:instancePath+"/tenant",schemaPath:"#/properties/tenant/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
}
var valid0 = _errs3 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.stage !== undefined){
let data2 = data.stage;
const _errs5 = errors;
if(!((data2 === "raw") || (data2 === "staged"))){
validate10.errors = [{instancePath:instancePath+"/stage",schemaPath:"#/properties/stage/enum",keyword:"enum",params:{allowedValues: schema11.properties.stage.enum},message:"must be equal to one of the allowed values"}];
return false;
}
var valid0 = _errs5 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.kind !== undefined){
let data3 = data.kind;
const _errs6 = errors;
if(!(((data3 === "malformed") || (data3 === "commit")) || (data3 === "field"))){
validate10.errors = [{instancePath:instancePath+"/kind",schemaPath:"#/properties/kind/enum",keyword:"enum",params:{allowedValues: schema11.properties.kind.enum},message:"must be equal to one of the allowed values"}];
return false;
}
var valid0 = _errs6 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.reason !== undefined){
let data4 = data.reason;
const _errs7 = errors;
if(errors === _errs7){
if(typeof data4 === "string"){
if(func3(data4) < 1){
validate10.errors = [{instancePath:instancePath+"/reason",schemaPath:"#/properties/reason/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters"}];
return false;
}
}
else {
validate10.errors = [{instancePath:instancePath+"/reason",schemaPath:"#/properties/reason/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
}
var valid0 = _errs7 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.code !== undefined){
let data5 = data.code;
const _errs9 = errors;
if(errors === _errs9){
if(typeof data5 === "string"){
if(func3(data5) < 1){
validate10.errors = [{instancePath:instancePath+"/code",schemaPath:"#/properties/code/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters"}];
return false;
}
}
else {
validate10.errors = [{instancePath:instancePath+"/code",schemaPath:"#/properties/code/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
}
var valid0 = _errs9 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.recordId !== undefined){
let data6 = data.recordId;
const _errs11 = errors;
if(errors === _errs11){
if(typeof data6 === "string"){
if(func3(data6) < 1){
validate10.errors = [{instancePath:instancePath+"/recordId",schemaPath:"#/properties/recordId/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters"}];
return false;
}
}
else {
validate10.errors = [{instancePath:instancePath+"/recordId",schemaPath:"#/properties/recordId/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
}
var valid0 = _errs11 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.index !== undefined){
let data7 = data.index;
const _errs13 = errors;
if(!(((typeof data7 == "number") && (!(data7 % 1) && !isNaN(data7))) && (isFinite(data7)))){
validate10.errors = [{instancePath:instancePath+"/index",schemaPath:"#/properties/index/type",keyword:"type",params:{type: "integer"},message:"must be integer"}];
return false;
}
if(errors === _errs13){
if((typeof data7 == "number") && (isFinite(data7))){
if(data7 < 0 || isNaN(data7)){
validate10.errors = [{instancePath:instancePath+"/index",schemaPath:"#/properties/index/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"}];
return false;
}
}
}
var valid0 = _errs13 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.receivedAt !== undefined){
let data8 = data.receivedAt;
const _errs15 = errors;
if(!(((typeof data8 == "number") && (!(data8 % 1) && !isNaN(data8))) && (isFinite(data8)))){
validate10.errors = [{instancePath:instancePath+"/receivedAt",schemaPath:"#/properties/receivedAt/type",keyword:"type",params:{type: "integer"},message:"must be integer"}];
return false;
}
if(errors === _errs15){
if((typeof data8 == "number") && (isFinite(data8))){
if(data8 < 0 || isNaN(data8)){
validate10.errors = [{instancePath:instancePath+"/receivedAt",schemaPath:"#/properties/receivedAt/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"}];
return false;
}
}
}
var valid0 = _errs15 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.handledAt !== undefined){
let data9 = data.handledAt;
const _errs17 = errors;
if(!(((typeof data9 == "number") && (!(data9 % 1) && !isNaN(data9))) && (isFinite(data9)))){
validate10.errors = [{instancePath:instancePath+"/handledAt",schemaPath:"#/properties/handledAt/type",keyword:"type",params:{type: "integer"},message:"must be integer"}];
return false;
}
if(errors === _errs17){
if((typeof data9 == "number") && (isFinite(data9))){
if(data9 < 0 || isNaN(data9)){
validate10.errors = [{instancePath:instancePath+"/handledAt",schemaPath:"#/properties/handledAt/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"}];
return false;
}
}
}
var valid0 = _errs17 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.event !== undefined){
const _errs19 = errors;
if(typeof data.event !== "string"){
validate10.errors = [{instancePath:instancePath+"/event",schemaPath:"#/properties/event/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid0 = _errs19 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.encoding !== undefined){
const _errs21 = errors;
if("base64" !== data.encoding){
validate10.errors = [{instancePath:instancePath+"/encoding",schemaPath:"#/properties/encoding/const",keyword:"const",params:{allowedValue: "base64"},message:"must be equal to constant"}];
return false;
}
var valid0 = _errs21 === errors;
}
else {
var valid0 = true;
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
else {
validate10.errors = [{instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
}
validate10.errors = vErrors;
return errors === 0;
}

exports.isRawLine = validate11;
const schema12 = {"$id":"raw-line","title":"RawLine","description":"One event as it was sent, with what the front door knows of it (DESIGN.md 5).","type":"object","properties":{"v":{"const":1},"tenant":{"type":"string","pattern":"^[0-9A-HJKMNP-TV-Z]{26}$"},"device":{"type":"string","minLength":1},"recordId":{"type":"string","pattern":"^[0-9A-Za-z]{26}$"},"index":{"type":"integer","minimum":0},"receivedAt":{"type":"integer","minimum":0},"event":{"type":"object","description":"as sent, byte for byte"}},"required":["v","tenant","device","recordId","index","receivedAt","event"],"additionalProperties":false};
const pattern2 = new RegExp("^[0-9A-Za-z]{26}$", "u");

function validate11(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
/*# sourceURL="raw-line" */;
let vErrors = null;
let errors = 0;
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if((((((((data.v === undefined) && (missing0 = "v")) || ((data.tenant === undefined) && (missing0 = "tenant"))) || ((data.device === undefined) && (missing0 = "device"))) || ((data.recordId === undefined) && (missing0 = "recordId"))) || ((data.index === undefined) && (missing0 = "index"))) || ((data.receivedAt === undefined) && (missing0 = "receivedAt"))) || ((data.event === undefined) && (missing0 = "event"))){
validate11.errors = [{instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: missing0},message:"must have required property '"+missing0+"'"}];
return false;
}
else {
const _errs1 = errors;
for(const key0 in data){
if(!(((((((key0 === "v") || (key0 === "tenant")) || (key0 === "device")) || (key0 === "recordId")) || (key0 === "index")) || (key0 === "receivedAt")) || (key0 === "event"))){
validate11.errors = [{instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties"}];
return false;
break;
}
}
if(_errs1 === errors){
if(data.v !== undefined){
const _errs2 = errors;
if(1 !== data.v){
validate11.errors = [{instancePath:instancePath+"/v",schemaPath:"#/properties/v/const",keyword:"const",params:{allowedValue: 1},message:"must be equal to constant"}];
return false;
}
var valid0 = _errs2 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.tenant !== undefined){
let data1 = data.tenant;
const _errs3 = errors;
if(errors === _errs3){
if(typeof data1 === "string"){
if(!pattern0.test(data1)){
validate11.errors = [{instancePath:instancePath+"/tenant",schemaPath:"#/properties/tenant/pattern",keyword:"pattern",params:{pattern: "^[0-9A-HJKMNP-TV-Z]{26}$"},message:"must match pattern \""+"^[0-9A-HJKMNP-TV-Z]{26}$"+"\""}];
return false;
}
}
else {
validate11.errors = [{instancePath:instancePath+"/tenant",schemaPath:"#/properties/tenant/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
}
var valid0 = _errs3 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.device !== undefined){
let data2 = data.device;
const _errs5 = errors;
if(errors === _errs5){
if(typeof data2 === "string"){
if(func3(data2) < 1){
validate11.errors = [{instancePath:instancePath+"/device",schemaPath:"#/properties/device/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters"}];
return false;
}
}
else {
validate11.errors = [{instancePath:instancePath+"/device",schemaPath:"#/properties/device/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
}
var valid0 = _errs5 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.recordId !== undefined){
let data3 = data.recordId;
const _errs7 = errors;
if(errors === _errs7){
if(typeof data3 === "string"){
if(!pattern2.test(data3)){
validate11.errors = [{instancePath:instancePath+"/recordId",schemaPath:"#/properties/recordId/pattern",keyword:"pattern",params:{pattern: "^[0-9A-Za-z]{26}$"},message:"must match pattern \""+"^[0-9A-Za-z]{26}$"+"\""}];
return false;
}
}
else {
validate11.errors = [{instancePath:instancePath+"/recordId",schemaPath:"#/properties/recordId/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
}
var valid0 = _errs7 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.index !== undefined){
let data4 = data.index;
const _errs9 = errors;
if(!(((typeof data4 == "number") && (!(data4 % 1) && !isNaN(data4))) && (isFinite(data4)))){
validate11.errors = [{instancePath:instancePath+"/index",schemaPath:"#/properties/index/type",keyword:"type",params:{type: "integer"},message:"must be integer"}];
return false;
}
if(errors === _errs9){
if((typeof data4 == "number") && (isFinite(data4))){
if(data4 < 0 || isNaN(data4)){
validate11.errors = [{instancePath:instancePath+"/index",schemaPath:"#/properties/index/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"}];
return false;
}
}
}
var valid0 = _errs9 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.receivedAt !== undefined){
let data5 = data.receivedAt;
const _errs11 = errors;
if(!(((typeof data5 == "number") && (!(data5 % 1) && !isNaN(data5))) && (isFinite(data5)))){
validate11.errors = [{instancePath:instancePath+"/receivedAt",schemaPath:"#/properties/receivedAt/type",keyword:"type",params:{type: "integer"},message:"must be integer"}];
return false;
}
if(errors === _errs11){
if((typeof data5 == "number") && (isFinite(data5))){
if(data5 < 0 || isNaN(data5)){
validate11.errors = [{instancePath:instancePath+"/receivedAt",schemaPath:"#/properties/receivedAt/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"}];
return false;
}
}
}
var valid0 = _errs11 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.event !== undefined){
let data6 = data.event;
const _errs13 = errors;
if(!(data6 && typeof data6 == "object" && !Array.isArray(data6))){
validate11.errors = [{instancePath:instancePath+"/event",schemaPath:"#/properties/event/type",keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
var valid0 = _errs13 === errors;
}
else {
var valid0 = true;
}
}
}
}
}
}
}
}
}
}
else {
validate11.errors = [{instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
}
validate11.errors = vErrors;
return errors === 0;
}

exports.isStagedLine = validate12;
const schema13 = {"$id":"staged-line","title":"StagedLine","description":"One validated event: its identity, its declared fields typed under their ids, all else as text (DESIGN.md 5).","type":"object","properties":{"v":{"const":1},"tenant":{"type":"string","pattern":"^[0-9A-HJKMNP-TV-Z]{26}$"},"metric":{"type":"string","pattern":"^[mu]_[0-9A-HJKMNP-TV-Z]{26}$"},"eventId":{"type":"string","minLength":1},"fingerprint":{"type":"string","minLength":26,"maxLength":26},"timestamp":{"type":"integer"},"receivedAt":{"type":"integer","minimum":0},"stagedAt":{"type":"integer","minimum":0},"device":{"type":"string","minLength":1},"recordId":{"type":"string","pattern":"^[0-9A-Za-z]{26}$"},"index":{"type":"integer","minimum":0},"fields":{"type":"object","description":"by field id; a LONG beyond 2^53 - 1 is a decimal string, BINARY is base64","additionalProperties":{"type":["string","number","boolean"]}},"unknown":{"type":"object","description":"by sent name: the JSON type and the value as text","additionalProperties":{"type":"array","items":[{"enum":["string","number","boolean","object","array"]},{"type":"string"}],"minItems":2,"maxItems":2}},"as":{"type":"string","description":"the metric's name as sent"}},"required":["v","tenant","metric","eventId","fingerprint","timestamp","receivedAt","stagedAt","device","recordId","index","fields","unknown","as"],"additionalProperties":false};
const pattern4 = new RegExp("^[mu]_[0-9A-HJKMNP-TV-Z]{26}$", "u");

function validate12(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
/*# sourceURL="staged-line" */;
let vErrors = null;
let errors = 0;
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if(((((((((((((((data.v === undefined) && (missing0 = "v")) || ((data.tenant === undefined) && (missing0 = "tenant"))) || ((data.metric === undefined) && (missing0 = "metric"))) || ((data.eventId === undefined) && (missing0 = "eventId"))) || ((data.fingerprint === undefined) && (missing0 = "fingerprint"))) || ((data.timestamp === undefined) && (missing0 = "timestamp"))) || ((data.receivedAt === undefined) && (missing0 = "receivedAt"))) || ((data.stagedAt === undefined) && (missing0 = "stagedAt"))) || ((data.device === undefined) && (missing0 = "device"))) || ((data.recordId === undefined) && (missing0 = "recordId"))) || ((data.index === undefined) && (missing0 = "index"))) || ((data.fields === undefined) && (missing0 = "fields"))) || ((data.unknown === undefined) && (missing0 = "unknown"))) || ((data.as === undefined) && (missing0 = "as"))){
validate12.errors = [{instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: missing0},message:"must have required property '"+missing0+"'"}];
return false;
}
else {
const _errs1 = errors;
for(const key0 in data){
if(!(func2.call(schema13.properties, key0))){
validate12.errors = [{instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties"}];
return false;
break;
}
}
if(_errs1 === errors){
if(data.v !== undefined){
const _errs2 = errors;
if(1 !== data.v){
validate12.errors = [{instancePath:instancePath+"/v",schemaPath:"#/properties/v/const",keyword:"const",params:{allowedValue: 1},message:"must be equal to constant"}];
return false;
}
var valid0 = _errs2 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.tenant !== undefined){
let data1 = data.tenant;
const _errs3 = errors;
if(errors === _errs3){
if(typeof data1 === "string"){
if(!pattern0.test(data1)){
validate12.errors = [{instancePath:instancePath+"/tenant",schemaPath:"#/properties/tenant/pattern",keyword:"pattern",params:{pattern: "^[0-9A-HJKMNP-TV-Z]{26}$"},message:"must match pattern \""+"^[0-9A-HJKMNP-TV-Z]{26}$"+"\""}];
return false;
}
}
else {
validate12.errors = [{instancePath:instancePath+"/tenant",schemaPath:"#/properties/tenant/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
}
var valid0 = _errs3 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.metric !== undefined){
let data2 = data.metric;
const _errs5 = errors;
if(errors === _errs5){
if(typeof data2 === "string"){
if(!pattern4.test(data2)){
validate12.errors = [{instancePath:instancePath+"/metric",schemaPath:"#/properties/metric/pattern",keyword:"pattern",params:{pattern: "^[mu]_[0-9A-HJKMNP-TV-Z]{26}$"},message:"must match pattern \""+"^[mu]_[0-9A-HJKMNP-TV-Z]{26}$"+"\""}];
return false;
}
}
else {
validate12.errors = [{instancePath:instancePath+"/metric",schemaPath:"#/properties/metric/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
}
var valid0 = _errs5 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.eventId !== undefined){
let data3 = data.eventId;
const _errs7 = errors;
if(errors === _errs7){
if(typeof data3 === "string"){
if(func3(data3) < 1){
validate12.errors = [{instancePath:instancePath+"/eventId",schemaPath:"#/properties/eventId/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters"}];
return false;
}
}
else {
validate12.errors = [{instancePath:instancePath+"/eventId",schemaPath:"#/properties/eventId/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
}
var valid0 = _errs7 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.fingerprint !== undefined){
let data4 = data.fingerprint;
const _errs9 = errors;
if(errors === _errs9){
if(typeof data4 === "string"){
if(func3(data4) > 26){
validate12.errors = [{instancePath:instancePath+"/fingerprint",schemaPath:"#/properties/fingerprint/maxLength",keyword:"maxLength",params:{limit: 26},message:"must NOT have more than 26 characters"}];
return false;
}
else {
if(func3(data4) < 26){
validate12.errors = [{instancePath:instancePath+"/fingerprint",schemaPath:"#/properties/fingerprint/minLength",keyword:"minLength",params:{limit: 26},message:"must NOT have fewer than 26 characters"}];
return false;
}
}
}
else {
validate12.errors = [{instancePath:instancePath+"/fingerprint",schemaPath:"#/properties/fingerprint/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
}
var valid0 = _errs9 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.timestamp !== undefined){
let data5 = data.timestamp;
const _errs11 = errors;
if(!(((typeof data5 == "number") && (!(data5 % 1) && !isNaN(data5))) && (isFinite(data5)))){
validate12.errors = [{instancePath:instancePath+"/timestamp",schemaPath:"#/properties/timestamp/type",keyword:"type",params:{type: "integer"},message:"must be integer"}];
return false;
}
var valid0 = _errs11 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.receivedAt !== undefined){
let data6 = data.receivedAt;
const _errs13 = errors;
if(!(((typeof data6 == "number") && (!(data6 % 1) && !isNaN(data6))) && (isFinite(data6)))){
validate12.errors = [{instancePath:instancePath+"/receivedAt",schemaPath:"#/properties/receivedAt/type",keyword:"type",params:{type: "integer"},message:"must be integer"}];
return false;
}
if(errors === _errs13){
if((typeof data6 == "number") && (isFinite(data6))){
if(data6 < 0 || isNaN(data6)){
validate12.errors = [{instancePath:instancePath+"/receivedAt",schemaPath:"#/properties/receivedAt/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"}];
return false;
}
}
}
var valid0 = _errs13 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.stagedAt !== undefined){
let data7 = data.stagedAt;
const _errs15 = errors;
if(!(((typeof data7 == "number") && (!(data7 % 1) && !isNaN(data7))) && (isFinite(data7)))){
validate12.errors = [{instancePath:instancePath+"/stagedAt",schemaPath:"#/properties/stagedAt/type",keyword:"type",params:{type: "integer"},message:"must be integer"}];
return false;
}
if(errors === _errs15){
if((typeof data7 == "number") && (isFinite(data7))){
if(data7 < 0 || isNaN(data7)){
validate12.errors = [{instancePath:instancePath+"/stagedAt",schemaPath:"#/properties/stagedAt/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"}];
return false;
}
}
}
var valid0 = _errs15 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.device !== undefined){
let data8 = data.device;
const _errs17 = errors;
if(errors === _errs17){
if(typeof data8 === "string"){
if(func3(data8) < 1){
validate12.errors = [{instancePath:instancePath+"/device",schemaPath:"#/properties/device/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters"}];
return false;
}
}
else {
validate12.errors = [{instancePath:instancePath+"/device",schemaPath:"#/properties/device/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
}
var valid0 = _errs17 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.recordId !== undefined){
let data9 = data.recordId;
const _errs19 = errors;
if(errors === _errs19){
if(typeof data9 === "string"){
if(!pattern2.test(data9)){
validate12.errors = [{instancePath:instancePath+"/recordId",schemaPath:"#/properties/recordId/pattern",keyword:"pattern",params:{pattern: "^[0-9A-Za-z]{26}$"},message:"must match pattern \""+"^[0-9A-Za-z]{26}$"+"\""}];
return false;
}
}
else {
validate12.errors = [{instancePath:instancePath+"/recordId",schemaPath:"#/properties/recordId/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
}
var valid0 = _errs19 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.index !== undefined){
let data10 = data.index;
const _errs21 = errors;
if(!(((typeof data10 == "number") && (!(data10 % 1) && !isNaN(data10))) && (isFinite(data10)))){
validate12.errors = [{instancePath:instancePath+"/index",schemaPath:"#/properties/index/type",keyword:"type",params:{type: "integer"},message:"must be integer"}];
return false;
}
if(errors === _errs21){
if((typeof data10 == "number") && (isFinite(data10))){
if(data10 < 0 || isNaN(data10)){
validate12.errors = [{instancePath:instancePath+"/index",schemaPath:"#/properties/index/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"}];
return false;
}
}
}
var valid0 = _errs21 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.fields !== undefined){
let data11 = data.fields;
const _errs23 = errors;
if(errors === _errs23){
if(data11 && typeof data11 == "object" && !Array.isArray(data11)){
for(const key1 in data11){
let data12 = data11[key1];
const _errs26 = errors;
if(((typeof data12 !== "string") && (!((typeof data12 == "number") && (isFinite(data12))))) && (typeof data12 !== "boolean")){
validate12.errors = [{instancePath:instancePath+"/fields/" + key1.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/fields/additionalProperties/type",keyword:"type",params:{type: schema13.properties.fields.additionalProperties.type},message:"must be string,number,boolean"}];
return false;
}
var valid1 = _errs26 === errors;
if(!valid1){
break;
}
}
}
else {
validate12.errors = [{instancePath:instancePath+"/fields",schemaPath:"#/properties/fields/type",keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
}
var valid0 = _errs23 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.unknown !== undefined){
let data13 = data.unknown;
const _errs28 = errors;
if(errors === _errs28){
if(data13 && typeof data13 == "object" && !Array.isArray(data13)){
for(const key2 in data13){
let data14 = data13[key2];
const _errs31 = errors;
if(errors === _errs31){
if(Array.isArray(data14)){
if(data14.length > 2){
validate12.errors = [{instancePath:instancePath+"/unknown/" + key2.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/unknown/additionalProperties/maxItems",keyword:"maxItems",params:{limit: 2},message:"must NOT have more than 2 items"}];
return false;
}
else {
if(data14.length < 2){
validate12.errors = [{instancePath:instancePath+"/unknown/" + key2.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/unknown/additionalProperties/minItems",keyword:"minItems",params:{limit: 2},message:"must NOT have fewer than 2 items"}];
return false;
}
else {
const len0 = data14.length;
if(len0 > 0){
let data15 = data14[0];
const _errs33 = errors;
if(!(((((data15 === "string") || (data15 === "number")) || (data15 === "boolean")) || (data15 === "object")) || (data15 === "array"))){
validate12.errors = [{instancePath:instancePath+"/unknown/" + key2.replace(/~/g, "~0").replace(/\//g, "~1")+"/0",schemaPath:"#/properties/unknown/additionalProperties/items/0/enum",keyword:"enum",params:{allowedValues: schema13.properties.unknown.additionalProperties.items[0].enum},message:"must be equal to one of the allowed values"}];
return false;
}
var valid3 = _errs33 === errors;
}
if(valid3){
if(len0 > 1){
const _errs34 = errors;
if(typeof data14[1] !== "string"){
validate12.errors = [{instancePath:instancePath+"/unknown/" + key2.replace(/~/g, "~0").replace(/\//g, "~1")+"/1",schemaPath:"#/properties/unknown/additionalProperties/items/1/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid3 = _errs34 === errors;
}
}
}
}
}
else {
validate12.errors = [{instancePath:instancePath+"/unknown/" + key2.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/unknown/additionalProperties/type",keyword:"type",params:{type: "array"},message:"must be array"}];
return false;
}
}
var valid2 = _errs31 === errors;
if(!valid2){
break;
}
}
}
else {
validate12.errors = [{instancePath:instancePath+"/unknown",schemaPath:"#/properties/unknown/type",keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
}
var valid0 = _errs28 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.as !== undefined){
const _errs36 = errors;
if(typeof data.as !== "string"){
validate12.errors = [{instancePath:instancePath+"/as",schemaPath:"#/properties/as/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid0 = _errs36 === errors;
}
else {
var valid0 = true;
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
else {
validate12.errors = [{instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
}
validate12.errors = vErrors;
return errors === 0;
}

exports.isStoredTenantSchema = validate13;
const schema14 = {"$id":"tenant-schema","title":"StoredTenantSchema","description":"A tenant's schema as the schema store holds it (see tenant-schema/model.ts).","type":"object","definitions":{"names":{"type":"array","items":{"type":"string"}}},"properties":{"version":{"type":"integer","minimum":0},"timestampPatterns":{"$ref":"#/definitions/names"},"metricKeys":{"$ref":"#/definitions/names"},"metrics":{"type":"array","items":{"type":"object","properties":{"id":{"type":"string"},"displayName":{"type":"string"},"aliases":{"$ref":"#/definitions/names"},"timestampPatterns":{"$ref":"#/definitions/names"},"timestampAliases":{"$ref":"#/definitions/names"},"fields":{"type":"array","items":{"type":"object","properties":{"id":{"type":"string"},"displayName":{"type":"string"},"aliases":{"$ref":"#/definitions/names"},"type":{"enum":["STRING","INTEGER","LONG","FLOAT","DOUBLE","BOOLEAN","BINARY"]}},"required":["id","displayName","aliases","type"],"additionalProperties":false}},"nextField":{"type":"integer","minimum":1}},"required":["id","displayName","aliases","timestampPatterns","timestampAliases","fields","nextField"],"additionalProperties":false}},"tombstones":{"type":"array","items":{"type":"object","properties":{"name":{"type":"string"},"deletedAt":{"type":"integer"}},"required":["name","deletedAt"],"additionalProperties":false}}},"required":["version","timestampPatterns","metricKeys","metrics","tombstones"],"additionalProperties":false};
const schema15 = {"type":"array","items":{"type":"string"}};

function validate13(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
/*# sourceURL="tenant-schema" */;
let vErrors = null;
let errors = 0;
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if((((((data.version === undefined) && (missing0 = "version")) || ((data.timestampPatterns === undefined) && (missing0 = "timestampPatterns"))) || ((data.metricKeys === undefined) && (missing0 = "metricKeys"))) || ((data.metrics === undefined) && (missing0 = "metrics"))) || ((data.tombstones === undefined) && (missing0 = "tombstones"))){
validate13.errors = [{instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: missing0},message:"must have required property '"+missing0+"'"}];
return false;
}
else {
const _errs1 = errors;
for(const key0 in data){
if(!(((((key0 === "version") || (key0 === "timestampPatterns")) || (key0 === "metricKeys")) || (key0 === "metrics")) || (key0 === "tombstones"))){
validate13.errors = [{instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties"}];
return false;
break;
}
}
if(_errs1 === errors){
if(data.version !== undefined){
let data0 = data.version;
const _errs2 = errors;
if(!(((typeof data0 == "number") && (!(data0 % 1) && !isNaN(data0))) && (isFinite(data0)))){
validate13.errors = [{instancePath:instancePath+"/version",schemaPath:"#/properties/version/type",keyword:"type",params:{type: "integer"},message:"must be integer"}];
return false;
}
if(errors === _errs2){
if((typeof data0 == "number") && (isFinite(data0))){
if(data0 < 0 || isNaN(data0)){
validate13.errors = [{instancePath:instancePath+"/version",schemaPath:"#/properties/version/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"}];
return false;
}
}
}
var valid0 = _errs2 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.timestampPatterns !== undefined){
let data1 = data.timestampPatterns;
const _errs4 = errors;
const _errs5 = errors;
if(errors === _errs5){
if(Array.isArray(data1)){
var valid2 = true;
const len0 = data1.length;
for(let i0=0; i0<len0; i0++){
const _errs7 = errors;
if(typeof data1[i0] !== "string"){
validate13.errors = [{instancePath:instancePath+"/timestampPatterns/" + i0,schemaPath:"#/definitions/names/items/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid2 = _errs7 === errors;
if(!valid2){
break;
}
}
}
else {
validate13.errors = [{instancePath:instancePath+"/timestampPatterns",schemaPath:"#/definitions/names/type",keyword:"type",params:{type: "array"},message:"must be array"}];
return false;
}
}
var valid0 = _errs4 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.metricKeys !== undefined){
let data3 = data.metricKeys;
const _errs9 = errors;
const _errs10 = errors;
if(errors === _errs10){
if(Array.isArray(data3)){
var valid4 = true;
const len1 = data3.length;
for(let i1=0; i1<len1; i1++){
const _errs12 = errors;
if(typeof data3[i1] !== "string"){
validate13.errors = [{instancePath:instancePath+"/metricKeys/" + i1,schemaPath:"#/definitions/names/items/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid4 = _errs12 === errors;
if(!valid4){
break;
}
}
}
else {
validate13.errors = [{instancePath:instancePath+"/metricKeys",schemaPath:"#/definitions/names/type",keyword:"type",params:{type: "array"},message:"must be array"}];
return false;
}
}
var valid0 = _errs9 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.metrics !== undefined){
let data5 = data.metrics;
const _errs14 = errors;
if(errors === _errs14){
if(Array.isArray(data5)){
var valid5 = true;
const len2 = data5.length;
for(let i2=0; i2<len2; i2++){
let data6 = data5[i2];
const _errs16 = errors;
if(errors === _errs16){
if(data6 && typeof data6 == "object" && !Array.isArray(data6)){
let missing1;
if((((((((data6.id === undefined) && (missing1 = "id")) || ((data6.displayName === undefined) && (missing1 = "displayName"))) || ((data6.aliases === undefined) && (missing1 = "aliases"))) || ((data6.timestampPatterns === undefined) && (missing1 = "timestampPatterns"))) || ((data6.timestampAliases === undefined) && (missing1 = "timestampAliases"))) || ((data6.fields === undefined) && (missing1 = "fields"))) || ((data6.nextField === undefined) && (missing1 = "nextField"))){
validate13.errors = [{instancePath:instancePath+"/metrics/" + i2,schemaPath:"#/properties/metrics/items/required",keyword:"required",params:{missingProperty: missing1},message:"must have required property '"+missing1+"'"}];
return false;
}
else {
const _errs18 = errors;
for(const key1 in data6){
if(!(((((((key1 === "id") || (key1 === "displayName")) || (key1 === "aliases")) || (key1 === "timestampPatterns")) || (key1 === "timestampAliases")) || (key1 === "fields")) || (key1 === "nextField"))){
validate13.errors = [{instancePath:instancePath+"/metrics/" + i2,schemaPath:"#/properties/metrics/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key1},message:"must NOT have additional properties"}];
return false;
break;
}
}
if(_errs18 === errors){
if(data6.id !== undefined){
const _errs19 = errors;
if(typeof data6.id !== "string"){
validate13.errors = [{instancePath:instancePath+"/metrics/" + i2+"/id",schemaPath:"#/properties/metrics/items/properties/id/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid6 = _errs19 === errors;
}
else {
var valid6 = true;
}
if(valid6){
if(data6.displayName !== undefined){
const _errs21 = errors;
if(typeof data6.displayName !== "string"){
validate13.errors = [{instancePath:instancePath+"/metrics/" + i2+"/displayName",schemaPath:"#/properties/metrics/items/properties/displayName/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid6 = _errs21 === errors;
}
else {
var valid6 = true;
}
if(valid6){
if(data6.aliases !== undefined){
let data9 = data6.aliases;
const _errs23 = errors;
const _errs24 = errors;
if(errors === _errs24){
if(Array.isArray(data9)){
var valid8 = true;
const len3 = data9.length;
for(let i3=0; i3<len3; i3++){
const _errs26 = errors;
if(typeof data9[i3] !== "string"){
validate13.errors = [{instancePath:instancePath+"/metrics/" + i2+"/aliases/" + i3,schemaPath:"#/definitions/names/items/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid8 = _errs26 === errors;
if(!valid8){
break;
}
}
}
else {
validate13.errors = [{instancePath:instancePath+"/metrics/" + i2+"/aliases",schemaPath:"#/definitions/names/type",keyword:"type",params:{type: "array"},message:"must be array"}];
return false;
}
}
var valid6 = _errs23 === errors;
}
else {
var valid6 = true;
}
if(valid6){
if(data6.timestampPatterns !== undefined){
let data11 = data6.timestampPatterns;
const _errs28 = errors;
const _errs29 = errors;
if(errors === _errs29){
if(Array.isArray(data11)){
var valid10 = true;
const len4 = data11.length;
for(let i4=0; i4<len4; i4++){
const _errs31 = errors;
if(typeof data11[i4] !== "string"){
validate13.errors = [{instancePath:instancePath+"/metrics/" + i2+"/timestampPatterns/" + i4,schemaPath:"#/definitions/names/items/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid10 = _errs31 === errors;
if(!valid10){
break;
}
}
}
else {
validate13.errors = [{instancePath:instancePath+"/metrics/" + i2+"/timestampPatterns",schemaPath:"#/definitions/names/type",keyword:"type",params:{type: "array"},message:"must be array"}];
return false;
}
}
var valid6 = _errs28 === errors;
}
else {
var valid6 = true;
}
if(valid6){
if(data6.timestampAliases !== undefined){
let data13 = data6.timestampAliases;
const _errs33 = errors;
const _errs34 = errors;
if(errors === _errs34){
if(Array.isArray(data13)){
var valid12 = true;
const len5 = data13.length;
for(let i5=0; i5<len5; i5++){
const _errs36 = errors;
if(typeof data13[i5] !== "string"){
validate13.errors = [{instancePath:instancePath+"/metrics/" + i2+"/timestampAliases/" + i5,schemaPath:"#/definitions/names/items/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid12 = _errs36 === errors;
if(!valid12){
break;
}
}
}
else {
validate13.errors = [{instancePath:instancePath+"/metrics/" + i2+"/timestampAliases",schemaPath:"#/definitions/names/type",keyword:"type",params:{type: "array"},message:"must be array"}];
return false;
}
}
var valid6 = _errs33 === errors;
}
else {
var valid6 = true;
}
if(valid6){
if(data6.fields !== undefined){
let data15 = data6.fields;
const _errs38 = errors;
if(errors === _errs38){
if(Array.isArray(data15)){
var valid13 = true;
const len6 = data15.length;
for(let i6=0; i6<len6; i6++){
let data16 = data15[i6];
const _errs40 = errors;
if(errors === _errs40){
if(data16 && typeof data16 == "object" && !Array.isArray(data16)){
let missing2;
if(((((data16.id === undefined) && (missing2 = "id")) || ((data16.displayName === undefined) && (missing2 = "displayName"))) || ((data16.aliases === undefined) && (missing2 = "aliases"))) || ((data16.type === undefined) && (missing2 = "type"))){
validate13.errors = [{instancePath:instancePath+"/metrics/" + i2+"/fields/" + i6,schemaPath:"#/properties/metrics/items/properties/fields/items/required",keyword:"required",params:{missingProperty: missing2},message:"must have required property '"+missing2+"'"}];
return false;
}
else {
const _errs42 = errors;
for(const key2 in data16){
if(!((((key2 === "id") || (key2 === "displayName")) || (key2 === "aliases")) || (key2 === "type"))){
validate13.errors = [{instancePath:instancePath+"/metrics/" + i2+"/fields/" + i6,schemaPath:"#/properties/metrics/items/properties/fields/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key2},message:"must NOT have additional properties"}];
return false;
break;
}
}
if(_errs42 === errors){
if(data16.id !== undefined){
const _errs43 = errors;
if(typeof data16.id !== "string"){
validate13.errors = [{instancePath:instancePath+"/metrics/" + i2+"/fields/" + i6+"/id",schemaPath:"#/properties/metrics/items/properties/fields/items/properties/id/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid14 = _errs43 === errors;
}
else {
var valid14 = true;
}
if(valid14){
if(data16.displayName !== undefined){
const _errs45 = errors;
if(typeof data16.displayName !== "string"){
validate13.errors = [{instancePath:instancePath+"/metrics/" + i2+"/fields/" + i6+"/displayName",schemaPath:"#/properties/metrics/items/properties/fields/items/properties/displayName/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid14 = _errs45 === errors;
}
else {
var valid14 = true;
}
if(valid14){
if(data16.aliases !== undefined){
let data19 = data16.aliases;
const _errs47 = errors;
const _errs48 = errors;
if(errors === _errs48){
if(Array.isArray(data19)){
var valid16 = true;
const len7 = data19.length;
for(let i7=0; i7<len7; i7++){
const _errs50 = errors;
if(typeof data19[i7] !== "string"){
validate13.errors = [{instancePath:instancePath+"/metrics/" + i2+"/fields/" + i6+"/aliases/" + i7,schemaPath:"#/definitions/names/items/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid16 = _errs50 === errors;
if(!valid16){
break;
}
}
}
else {
validate13.errors = [{instancePath:instancePath+"/metrics/" + i2+"/fields/" + i6+"/aliases",schemaPath:"#/definitions/names/type",keyword:"type",params:{type: "array"},message:"must be array"}];
return false;
}
}
var valid14 = _errs47 === errors;
}
else {
var valid14 = true;
}
if(valid14){
if(data16.type !== undefined){
let data21 = data16.type;
const _errs52 = errors;
if(!(((((((data21 === "STRING") || (data21 === "INTEGER")) || (data21 === "LONG")) || (data21 === "FLOAT")) || (data21 === "DOUBLE")) || (data21 === "BOOLEAN")) || (data21 === "BINARY"))){
validate13.errors = [{instancePath:instancePath+"/metrics/" + i2+"/fields/" + i6+"/type",schemaPath:"#/properties/metrics/items/properties/fields/items/properties/type/enum",keyword:"enum",params:{allowedValues: schema14.properties.metrics.items.properties.fields.items.properties.type.enum},message:"must be equal to one of the allowed values"}];
return false;
}
var valid14 = _errs52 === errors;
}
else {
var valid14 = true;
}
}
}
}
}
}
}
else {
validate13.errors = [{instancePath:instancePath+"/metrics/" + i2+"/fields/" + i6,schemaPath:"#/properties/metrics/items/properties/fields/items/type",keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
}
var valid13 = _errs40 === errors;
if(!valid13){
break;
}
}
}
else {
validate13.errors = [{instancePath:instancePath+"/metrics/" + i2+"/fields",schemaPath:"#/properties/metrics/items/properties/fields/type",keyword:"type",params:{type: "array"},message:"must be array"}];
return false;
}
}
var valid6 = _errs38 === errors;
}
else {
var valid6 = true;
}
if(valid6){
if(data6.nextField !== undefined){
let data22 = data6.nextField;
const _errs53 = errors;
if(!(((typeof data22 == "number") && (!(data22 % 1) && !isNaN(data22))) && (isFinite(data22)))){
validate13.errors = [{instancePath:instancePath+"/metrics/" + i2+"/nextField",schemaPath:"#/properties/metrics/items/properties/nextField/type",keyword:"type",params:{type: "integer"},message:"must be integer"}];
return false;
}
if(errors === _errs53){
if((typeof data22 == "number") && (isFinite(data22))){
if(data22 < 1 || isNaN(data22)){
validate13.errors = [{instancePath:instancePath+"/metrics/" + i2+"/nextField",schemaPath:"#/properties/metrics/items/properties/nextField/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1"}];
return false;
}
}
}
var valid6 = _errs53 === errors;
}
else {
var valid6 = true;
}
}
}
}
}
}
}
}
}
}
else {
validate13.errors = [{instancePath:instancePath+"/metrics/" + i2,schemaPath:"#/properties/metrics/items/type",keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
}
var valid5 = _errs16 === errors;
if(!valid5){
break;
}
}
}
else {
validate13.errors = [{instancePath:instancePath+"/metrics",schemaPath:"#/properties/metrics/type",keyword:"type",params:{type: "array"},message:"must be array"}];
return false;
}
}
var valid0 = _errs14 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.tombstones !== undefined){
let data23 = data.tombstones;
const _errs55 = errors;
if(errors === _errs55){
if(Array.isArray(data23)){
var valid17 = true;
const len8 = data23.length;
for(let i8=0; i8<len8; i8++){
let data24 = data23[i8];
const _errs57 = errors;
if(errors === _errs57){
if(data24 && typeof data24 == "object" && !Array.isArray(data24)){
let missing3;
if(((data24.name === undefined) && (missing3 = "name")) || ((data24.deletedAt === undefined) && (missing3 = "deletedAt"))){
validate13.errors = [{instancePath:instancePath+"/tombstones/" + i8,schemaPath:"#/properties/tombstones/items/required",keyword:"required",params:{missingProperty: missing3},message:"must have required property '"+missing3+"'"}];
return false;
}
else {
const _errs59 = errors;
for(const key3 in data24){
if(!((key3 === "name") || (key3 === "deletedAt"))){
validate13.errors = [{instancePath:instancePath+"/tombstones/" + i8,schemaPath:"#/properties/tombstones/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key3},message:"must NOT have additional properties"}];
return false;
break;
}
}
if(_errs59 === errors){
if(data24.name !== undefined){
const _errs60 = errors;
if(typeof data24.name !== "string"){
validate13.errors = [{instancePath:instancePath+"/tombstones/" + i8+"/name",schemaPath:"#/properties/tombstones/items/properties/name/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid18 = _errs60 === errors;
}
else {
var valid18 = true;
}
if(valid18){
if(data24.deletedAt !== undefined){
let data26 = data24.deletedAt;
const _errs62 = errors;
if(!(((typeof data26 == "number") && (!(data26 % 1) && !isNaN(data26))) && (isFinite(data26)))){
validate13.errors = [{instancePath:instancePath+"/tombstones/" + i8+"/deletedAt",schemaPath:"#/properties/tombstones/items/properties/deletedAt/type",keyword:"type",params:{type: "integer"},message:"must be integer"}];
return false;
}
var valid18 = _errs62 === errors;
}
else {
var valid18 = true;
}
}
}
}
}
else {
validate13.errors = [{instancePath:instancePath+"/tombstones/" + i8,schemaPath:"#/properties/tombstones/items/type",keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
}
var valid17 = _errs57 === errors;
if(!valid17){
break;
}
}
}
else {
validate13.errors = [{instancePath:instancePath+"/tombstones",schemaPath:"#/properties/tombstones/type",keyword:"type",params:{type: "array"},message:"must be array"}];
return false;
}
}
var valid0 = _errs55 === errors;
}
else {
var valid0 = true;
}
}
}
}
}
}
}
}
else {
validate13.errors = [{instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
}
validate13.errors = vErrors;
return errors === 0;
}
