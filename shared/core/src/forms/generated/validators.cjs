"use strict";
exports.isStoredCountedFiles = validate10;
const schema11 = {"$id":"counted-files","title":"StoredCountedFiles","description":"What the books counted in a tenant's files of the lake, once for each: hour of arrival (2026-11-23T03), rows, digest.","type":"object","required":["v","files"],"additionalProperties":false,"properties":{"v":{"const":1},"files":{"type":"array","items":{"type":"object","required":["key","hours"],"additionalProperties":false,"properties":{"key":{"type":"string"},"hours":{"type":"array","items":{"type":"array","items":[{"type":"string","pattern":"^-?\\d{4,6}-\\d{2}-\\d{2}T\\d{2}$"},{"type":"integer","minimum":1},{"type":"integer","minimum":0}],"minItems":3,"maxItems":3}}}}}}};
const pattern0 = new RegExp("^-?\\d{4,6}-\\d{2}-\\d{2}T\\d{2}$", "u");

function validate10(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
/*# sourceURL="counted-files" */;
let vErrors = null;
let errors = 0;
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if(((data.v === undefined) && (missing0 = "v")) || ((data.files === undefined) && (missing0 = "files"))){
validate10.errors = [{instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: missing0},message:"must have required property '"+missing0+"'"}];
return false;
}
else {
const _errs1 = errors;
for(const key0 in data){
if(!((key0 === "v") || (key0 === "files"))){
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
if(data.files !== undefined){
let data1 = data.files;
const _errs3 = errors;
if(errors === _errs3){
if(Array.isArray(data1)){
var valid1 = true;
const len0 = data1.length;
for(let i0=0; i0<len0; i0++){
let data2 = data1[i0];
const _errs5 = errors;
if(errors === _errs5){
if(data2 && typeof data2 == "object" && !Array.isArray(data2)){
let missing1;
if(((data2.key === undefined) && (missing1 = "key")) || ((data2.hours === undefined) && (missing1 = "hours"))){
validate10.errors = [{instancePath:instancePath+"/files/" + i0,schemaPath:"#/properties/files/items/required",keyword:"required",params:{missingProperty: missing1},message:"must have required property '"+missing1+"'"}];
return false;
}
else {
const _errs7 = errors;
for(const key1 in data2){
if(!((key1 === "key") || (key1 === "hours"))){
validate10.errors = [{instancePath:instancePath+"/files/" + i0,schemaPath:"#/properties/files/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key1},message:"must NOT have additional properties"}];
return false;
break;
}
}
if(_errs7 === errors){
if(data2.key !== undefined){
const _errs8 = errors;
if(typeof data2.key !== "string"){
validate10.errors = [{instancePath:instancePath+"/files/" + i0+"/key",schemaPath:"#/properties/files/items/properties/key/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid2 = _errs8 === errors;
}
else {
var valid2 = true;
}
if(valid2){
if(data2.hours !== undefined){
let data4 = data2.hours;
const _errs10 = errors;
if(errors === _errs10){
if(Array.isArray(data4)){
var valid3 = true;
const len1 = data4.length;
for(let i1=0; i1<len1; i1++){
let data5 = data4[i1];
const _errs12 = errors;
if(errors === _errs12){
if(Array.isArray(data5)){
if(data5.length > 3){
validate10.errors = [{instancePath:instancePath+"/files/" + i0+"/hours/" + i1,schemaPath:"#/properties/files/items/properties/hours/items/maxItems",keyword:"maxItems",params:{limit: 3},message:"must NOT have more than 3 items"}];
return false;
}
else {
if(data5.length < 3){
validate10.errors = [{instancePath:instancePath+"/files/" + i0+"/hours/" + i1,schemaPath:"#/properties/files/items/properties/hours/items/minItems",keyword:"minItems",params:{limit: 3},message:"must NOT have fewer than 3 items"}];
return false;
}
else {
const len2 = data5.length;
if(len2 > 0){
let data6 = data5[0];
const _errs14 = errors;
if(errors === _errs14){
if(typeof data6 === "string"){
if(!pattern0.test(data6)){
validate10.errors = [{instancePath:instancePath+"/files/" + i0+"/hours/" + i1+"/0",schemaPath:"#/properties/files/items/properties/hours/items/items/0/pattern",keyword:"pattern",params:{pattern: "^-?\\d{4,6}-\\d{2}-\\d{2}T\\d{2}$"},message:"must match pattern \""+"^-?\\d{4,6}-\\d{2}-\\d{2}T\\d{2}$"+"\""}];
return false;
}
}
else {
validate10.errors = [{instancePath:instancePath+"/files/" + i0+"/hours/" + i1+"/0",schemaPath:"#/properties/files/items/properties/hours/items/items/0/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
}
var valid4 = _errs14 === errors;
}
if(valid4){
if(len2 > 1){
let data7 = data5[1];
const _errs16 = errors;
if(!(((typeof data7 == "number") && (!(data7 % 1) && !isNaN(data7))) && (isFinite(data7)))){
validate10.errors = [{instancePath:instancePath+"/files/" + i0+"/hours/" + i1+"/1",schemaPath:"#/properties/files/items/properties/hours/items/items/1/type",keyword:"type",params:{type: "integer"},message:"must be integer"}];
return false;
}
if(errors === _errs16){
if((typeof data7 == "number") && (isFinite(data7))){
if(data7 < 1 || isNaN(data7)){
validate10.errors = [{instancePath:instancePath+"/files/" + i0+"/hours/" + i1+"/1",schemaPath:"#/properties/files/items/properties/hours/items/items/1/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1"}];
return false;
}
}
}
var valid4 = _errs16 === errors;
}
if(valid4){
if(len2 > 2){
let data8 = data5[2];
const _errs18 = errors;
if(!(((typeof data8 == "number") && (!(data8 % 1) && !isNaN(data8))) && (isFinite(data8)))){
validate10.errors = [{instancePath:instancePath+"/files/" + i0+"/hours/" + i1+"/2",schemaPath:"#/properties/files/items/properties/hours/items/items/2/type",keyword:"type",params:{type: "integer"},message:"must be integer"}];
return false;
}
if(errors === _errs18){
if((typeof data8 == "number") && (isFinite(data8))){
if(data8 < 0 || isNaN(data8)){
validate10.errors = [{instancePath:instancePath+"/files/" + i0+"/hours/" + i1+"/2",schemaPath:"#/properties/files/items/properties/hours/items/items/2/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"}];
return false;
}
}
}
var valid4 = _errs18 === errors;
}
}
}
}
}
}
else {
validate10.errors = [{instancePath:instancePath+"/files/" + i0+"/hours/" + i1,schemaPath:"#/properties/files/items/properties/hours/items/type",keyword:"type",params:{type: "array"},message:"must be array"}];
return false;
}
}
var valid3 = _errs12 === errors;
if(!valid3){
break;
}
}
}
else {
validate10.errors = [{instancePath:instancePath+"/files/" + i0+"/hours",schemaPath:"#/properties/files/items/properties/hours/type",keyword:"type",params:{type: "array"},message:"must be array"}];
return false;
}
}
var valid2 = _errs10 === errors;
}
else {
var valid2 = true;
}
}
}
}
}
else {
validate10.errors = [{instancePath:instancePath+"/files/" + i0,schemaPath:"#/properties/files/items/type",keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
}
var valid1 = _errs5 === errors;
if(!valid1){
break;
}
}
}
else {
validate10.errors = [{instancePath:instancePath+"/files",schemaPath:"#/properties/files/type",keyword:"type",params:{type: "array"},message:"must be array"}];
return false;
}
}
var valid0 = _errs3 === errors;
}
else {
var valid0 = true;
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

exports.isCreateFieldRequest = validate11;
const schema12 = {"$id":"create-field-request","title":"CreateFieldRequest","description":"Body of POST /v1/schema/field (API.md 3).","type":"object","properties":{"metricName":{"type":"string","minLength":1},"fieldName":{"type":"string","minLength":1},"fieldType":{"type":"string","minLength":1},"aliases":{"type":["array","null"],"items":{"type":"string"}}},"required":["metricName","fieldName","fieldType"],"additionalProperties":false};
const func2 = require("ajv/dist/runtime/ucs2length").default;

function validate11(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
/*# sourceURL="create-field-request" */;
let vErrors = null;
let errors = 0;
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if((((data.metricName === undefined) && (missing0 = "metricName")) || ((data.fieldName === undefined) && (missing0 = "fieldName"))) || ((data.fieldType === undefined) && (missing0 = "fieldType"))){
validate11.errors = [{instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: missing0},message:"must have required property '"+missing0+"'"}];
return false;
}
else {
const _errs1 = errors;
for(const key0 in data){
if(!((((key0 === "metricName") || (key0 === "fieldName")) || (key0 === "fieldType")) || (key0 === "aliases"))){
validate11.errors = [{instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties"}];
return false;
break;
}
}
if(_errs1 === errors){
if(data.metricName !== undefined){
let data0 = data.metricName;
const _errs2 = errors;
if(errors === _errs2){
if(typeof data0 === "string"){
if(func2(data0) < 1){
validate11.errors = [{instancePath:instancePath+"/metricName",schemaPath:"#/properties/metricName/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters"}];
return false;
}
}
else {
validate11.errors = [{instancePath:instancePath+"/metricName",schemaPath:"#/properties/metricName/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
}
var valid0 = _errs2 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.fieldName !== undefined){
let data1 = data.fieldName;
const _errs4 = errors;
if(errors === _errs4){
if(typeof data1 === "string"){
if(func2(data1) < 1){
validate11.errors = [{instancePath:instancePath+"/fieldName",schemaPath:"#/properties/fieldName/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters"}];
return false;
}
}
else {
validate11.errors = [{instancePath:instancePath+"/fieldName",schemaPath:"#/properties/fieldName/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
}
var valid0 = _errs4 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.fieldType !== undefined){
let data2 = data.fieldType;
const _errs6 = errors;
if(errors === _errs6){
if(typeof data2 === "string"){
if(func2(data2) < 1){
validate11.errors = [{instancePath:instancePath+"/fieldType",schemaPath:"#/properties/fieldType/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters"}];
return false;
}
}
else {
validate11.errors = [{instancePath:instancePath+"/fieldType",schemaPath:"#/properties/fieldType/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
}
var valid0 = _errs6 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.aliases !== undefined){
let data3 = data.aliases;
const _errs8 = errors;
if((!(Array.isArray(data3))) && (data3 !== null)){
validate11.errors = [{instancePath:instancePath+"/aliases",schemaPath:"#/properties/aliases/type",keyword:"type",params:{type: schema12.properties.aliases.type},message:"must be array,null"}];
return false;
}
if(errors === _errs8){
if(Array.isArray(data3)){
var valid1 = true;
const len0 = data3.length;
for(let i0=0; i0<len0; i0++){
const _errs10 = errors;
if(typeof data3[i0] !== "string"){
validate11.errors = [{instancePath:instancePath+"/aliases/" + i0,schemaPath:"#/properties/aliases/items/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid1 = _errs10 === errors;
if(!valid1){
break;
}
}
}
}
var valid0 = _errs8 === errors;
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
else {
validate11.errors = [{instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
}
validate11.errors = vErrors;
return errors === 0;
}

exports.isCreateMetricRequest = validate12;
const schema13 = {"$id":"create-metric-request","title":"CreateMetricRequest","description":"Body of POST /v1/schema/metric (API.md 3).","type":"object","properties":{"metricName":{"type":"string","minLength":1},"aliases":{"type":["array","null"],"items":{"type":"string"}}},"required":["metricName"],"additionalProperties":false};

function validate12(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
/*# sourceURL="create-metric-request" */;
let vErrors = null;
let errors = 0;
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if((data.metricName === undefined) && (missing0 = "metricName")){
validate12.errors = [{instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: missing0},message:"must have required property '"+missing0+"'"}];
return false;
}
else {
const _errs1 = errors;
for(const key0 in data){
if(!((key0 === "metricName") || (key0 === "aliases"))){
validate12.errors = [{instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties"}];
return false;
break;
}
}
if(_errs1 === errors){
if(data.metricName !== undefined){
let data0 = data.metricName;
const _errs2 = errors;
if(errors === _errs2){
if(typeof data0 === "string"){
if(func2(data0) < 1){
validate12.errors = [{instancePath:instancePath+"/metricName",schemaPath:"#/properties/metricName/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters"}];
return false;
}
}
else {
validate12.errors = [{instancePath:instancePath+"/metricName",schemaPath:"#/properties/metricName/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
}
var valid0 = _errs2 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.aliases !== undefined){
let data1 = data.aliases;
const _errs4 = errors;
if((!(Array.isArray(data1))) && (data1 !== null)){
validate12.errors = [{instancePath:instancePath+"/aliases",schemaPath:"#/properties/aliases/type",keyword:"type",params:{type: schema13.properties.aliases.type},message:"must be array,null"}];
return false;
}
if(errors === _errs4){
if(Array.isArray(data1)){
var valid1 = true;
const len0 = data1.length;
for(let i0=0; i0<len0; i0++){
const _errs6 = errors;
if(typeof data1[i0] !== "string"){
validate12.errors = [{instancePath:instancePath+"/aliases/" + i0,schemaPath:"#/properties/aliases/items/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid1 = _errs6 === errors;
if(!valid1){
break;
}
}
}
}
var valid0 = _errs4 === errors;
}
else {
var valid0 = true;
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

exports.isDeleteMetricRequest = validate13;
const schema14 = {"$id":"delete-metric-request","title":"DeleteMetricRequest","description":"Body of DELETE /v1/schema/metric (API.md 3).","type":"object","properties":{"metricName":{"type":"string","minLength":1}},"required":["metricName"],"additionalProperties":false};

function validate13(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
/*# sourceURL="delete-metric-request" */;
let vErrors = null;
let errors = 0;
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if((data.metricName === undefined) && (missing0 = "metricName")){
validate13.errors = [{instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: missing0},message:"must have required property '"+missing0+"'"}];
return false;
}
else {
const _errs1 = errors;
for(const key0 in data){
if(!(key0 === "metricName")){
validate13.errors = [{instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties"}];
return false;
break;
}
}
if(_errs1 === errors){
if(data.metricName !== undefined){
let data0 = data.metricName;
const _errs2 = errors;
if(errors === _errs2){
if(typeof data0 === "string"){
if(func2(data0) < 1){
validate13.errors = [{instancePath:instancePath+"/metricName",schemaPath:"#/properties/metricName/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters"}];
return false;
}
}
else {
validate13.errors = [{instancePath:instancePath+"/metricName",schemaPath:"#/properties/metricName/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
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

exports.isErrorRecord = validate14;
const schema15 = {"$id":"error-record","title":"ErrorRecord","description":"An event that was refused, or (kind `field`) a notice beside a stored row, with its reason and its bytes (DESIGN.md 5).","type":"object","properties":{"v":{"const":1},"tenant":{"type":"string","pattern":"^[0-9A-HJKMNP-TV-Z]{26}$"},"stage":{"enum":["raw","staged"]},"kind":{"enum":["malformed","commit","field"]},"reason":{"type":"string","minLength":1},"code":{"type":"string","minLength":1},"recordId":{"type":"string","minLength":1},"index":{"type":"integer","minimum":0},"receivedAt":{"type":"integer","minimum":0},"handledAt":{"type":"integer","minimum":0},"event":{"type":"string","description":"the bytes as text"},"encoding":{"const":"base64","description":"present when the bytes are not UTF-8"}},"required":["v","tenant","stage","kind","reason","code","recordId","index","receivedAt","handledAt","event"],"additionalProperties":false};
const func7 = Object.prototype.hasOwnProperty;
const pattern1 = new RegExp("^[0-9A-HJKMNP-TV-Z]{26}$", "u");

function validate14(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
/*# sourceURL="error-record" */;
let vErrors = null;
let errors = 0;
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if((((((((((((data.v === undefined) && (missing0 = "v")) || ((data.tenant === undefined) && (missing0 = "tenant"))) || ((data.stage === undefined) && (missing0 = "stage"))) || ((data.kind === undefined) && (missing0 = "kind"))) || ((data.reason === undefined) && (missing0 = "reason"))) || ((data.code === undefined) && (missing0 = "code"))) || ((data.recordId === undefined) && (missing0 = "recordId"))) || ((data.index === undefined) && (missing0 = "index"))) || ((data.receivedAt === undefined) && (missing0 = "receivedAt"))) || ((data.handledAt === undefined) && (missing0 = "handledAt"))) || ((data.event === undefined) && (missing0 = "event"))){
validate14.errors = [{instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: missing0},message:"must have required property '"+missing0+"'"}];
return false;
}
else {
const _errs1 = errors;
for(const key0 in data){
if(!(func7.call(schema15.properties, key0))){
validate14.errors = [{instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties"}];
return false;
break;
}
}
if(_errs1 === errors){
if(data.v !== undefined){
const _errs2 = errors;
if(1 !== data.v){
validate14.errors = [{instancePath:instancePath+"/v",schemaPath:"#/properties/v/const",keyword:"const",params:{allowedValue: 1},message:"must be equal to constant"}];
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
if(!pattern1.test(data1)){
validate14.errors = [{instancePath:instancePath+"/tenant",schemaPath:"#/properties/tenant/pattern",keyword:"pattern",params:{pattern: "^[0-9A-HJKMNP-TV-Z]{26}$"},message:"must match pattern \""+"^[0-9A-HJKMNP-TV-Z]{26}$"+"\""}];
return false;
}
}
else {
validate14.errors = [{instancePath:instancePath+"/tenant",schemaPath:"#/properties/tenant/type",keyword:"type",params:{type: "string"},message:"must be string"}];
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
validate14.errors = [{instancePath:instancePath+"/stage",schemaPath:"#/properties/stage/enum",keyword:"enum",params:{allowedValues: schema15.properties.stage.enum},message:"must be equal to one of the allowed values"}];
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
validate14.errors = [{instancePath:instancePath+"/kind",schemaPath:"#/properties/kind/enum",keyword:"enum",params:{allowedValues: schema15.properties.kind.enum},message:"must be equal to one of the allowed values"}];
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
if(func2(data4) < 1){
validate14.errors = [{instancePath:instancePath+"/reason",schemaPath:"#/properties/reason/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters"}];
return false;
}
}
else {
validate14.errors = [{instancePath:instancePath+"/reason",schemaPath:"#/properties/reason/type",keyword:"type",params:{type: "string"},message:"must be string"}];
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
if(func2(data5) < 1){
validate14.errors = [{instancePath:instancePath+"/code",schemaPath:"#/properties/code/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters"}];
return false;
}
}
else {
validate14.errors = [{instancePath:instancePath+"/code",schemaPath:"#/properties/code/type",keyword:"type",params:{type: "string"},message:"must be string"}];
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
if(func2(data6) < 1){
validate14.errors = [{instancePath:instancePath+"/recordId",schemaPath:"#/properties/recordId/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters"}];
return false;
}
}
else {
validate14.errors = [{instancePath:instancePath+"/recordId",schemaPath:"#/properties/recordId/type",keyword:"type",params:{type: "string"},message:"must be string"}];
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
validate14.errors = [{instancePath:instancePath+"/index",schemaPath:"#/properties/index/type",keyword:"type",params:{type: "integer"},message:"must be integer"}];
return false;
}
if(errors === _errs13){
if((typeof data7 == "number") && (isFinite(data7))){
if(data7 < 0 || isNaN(data7)){
validate14.errors = [{instancePath:instancePath+"/index",schemaPath:"#/properties/index/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"}];
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
validate14.errors = [{instancePath:instancePath+"/receivedAt",schemaPath:"#/properties/receivedAt/type",keyword:"type",params:{type: "integer"},message:"must be integer"}];
return false;
}
if(errors === _errs15){
if((typeof data8 == "number") && (isFinite(data8))){
if(data8 < 0 || isNaN(data8)){
validate14.errors = [{instancePath:instancePath+"/receivedAt",schemaPath:"#/properties/receivedAt/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"}];
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
validate14.errors = [{instancePath:instancePath+"/handledAt",schemaPath:"#/properties/handledAt/type",keyword:"type",params:{type: "integer"},message:"must be integer"}];
return false;
}
if(errors === _errs17){
if((typeof data9 == "number") && (isFinite(data9))){
if(data9 < 0 || isNaN(data9)){
validate14.errors = [{instancePath:instancePath+"/handledAt",schemaPath:"#/properties/handledAt/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"}];
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
validate14.errors = [{instancePath:instancePath+"/event",schemaPath:"#/properties/event/type",keyword:"type",params:{type: "string"},message:"must be string"}];
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
validate14.errors = [{instancePath:instancePath+"/encoding",schemaPath:"#/properties/encoding/const",keyword:"const",params:{allowedValue: "base64"},message:"must be equal to constant"}];
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
validate14.errors = [{instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
}
validate14.errors = vErrors;
return errors === 0;
}

exports.isStoredEtlRun = validate15;
const schema16 = {"$id":"etl-run","title":"StoredEtlRun","description":"The run of the batch on a cluster that is under way, in the state store; without one, `run` is empty.","type":"object","properties":{"v":{"const":1},"run":{"description":"Names the attempt, and is the token of its job.","type":"string","maxLength":64},"jobId":{"description":"Empty until the cluster took the job.","type":"string"},"startedAt":{"description":"Epoch ms.","type":"integer"}},"required":["v","run","jobId","startedAt"],"additionalProperties":false};

function validate15(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
/*# sourceURL="etl-run" */;
let vErrors = null;
let errors = 0;
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if(((((data.v === undefined) && (missing0 = "v")) || ((data.run === undefined) && (missing0 = "run"))) || ((data.jobId === undefined) && (missing0 = "jobId"))) || ((data.startedAt === undefined) && (missing0 = "startedAt"))){
validate15.errors = [{instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: missing0},message:"must have required property '"+missing0+"'"}];
return false;
}
else {
const _errs1 = errors;
for(const key0 in data){
if(!((((key0 === "v") || (key0 === "run")) || (key0 === "jobId")) || (key0 === "startedAt"))){
validate15.errors = [{instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties"}];
return false;
break;
}
}
if(_errs1 === errors){
if(data.v !== undefined){
const _errs2 = errors;
if(1 !== data.v){
validate15.errors = [{instancePath:instancePath+"/v",schemaPath:"#/properties/v/const",keyword:"const",params:{allowedValue: 1},message:"must be equal to constant"}];
return false;
}
var valid0 = _errs2 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.run !== undefined){
let data1 = data.run;
const _errs3 = errors;
if(errors === _errs3){
if(typeof data1 === "string"){
if(func2(data1) > 64){
validate15.errors = [{instancePath:instancePath+"/run",schemaPath:"#/properties/run/maxLength",keyword:"maxLength",params:{limit: 64},message:"must NOT have more than 64 characters"}];
return false;
}
}
else {
validate15.errors = [{instancePath:instancePath+"/run",schemaPath:"#/properties/run/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
}
var valid0 = _errs3 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.jobId !== undefined){
const _errs5 = errors;
if(typeof data.jobId !== "string"){
validate15.errors = [{instancePath:instancePath+"/jobId",schemaPath:"#/properties/jobId/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid0 = _errs5 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.startedAt !== undefined){
let data3 = data.startedAt;
const _errs7 = errors;
if(!(((typeof data3 == "number") && (!(data3 % 1) && !isNaN(data3))) && (isFinite(data3)))){
validate15.errors = [{instancePath:instancePath+"/startedAt",schemaPath:"#/properties/startedAt/type",keyword:"type",params:{type: "integer"},message:"must be integer"}];
return false;
}
var valid0 = _errs7 === errors;
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
else {
validate15.errors = [{instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
}
validate15.errors = vErrors;
return errors === 0;
}

exports.isStoredLakeHead = validate16;
const schema17 = {"$id":"lake-head","title":"StoredLakeHead","description":"Which manifest is the newest, in the state store.","type":"object","properties":{"v":{"const":1},"sequence":{"type":"integer","minimum":1},"run":{"type":"string"},"manifest":{"type":"string"},"snapshot":{"type":"string"}},"required":["v","sequence","run","manifest","snapshot"],"additionalProperties":false};

function validate16(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
/*# sourceURL="lake-head" */;
let vErrors = null;
let errors = 0;
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if((((((data.v === undefined) && (missing0 = "v")) || ((data.sequence === undefined) && (missing0 = "sequence"))) || ((data.run === undefined) && (missing0 = "run"))) || ((data.manifest === undefined) && (missing0 = "manifest"))) || ((data.snapshot === undefined) && (missing0 = "snapshot"))){
validate16.errors = [{instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: missing0},message:"must have required property '"+missing0+"'"}];
return false;
}
else {
const _errs1 = errors;
for(const key0 in data){
if(!(((((key0 === "v") || (key0 === "sequence")) || (key0 === "run")) || (key0 === "manifest")) || (key0 === "snapshot"))){
validate16.errors = [{instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties"}];
return false;
break;
}
}
if(_errs1 === errors){
if(data.v !== undefined){
const _errs2 = errors;
if(1 !== data.v){
validate16.errors = [{instancePath:instancePath+"/v",schemaPath:"#/properties/v/const",keyword:"const",params:{allowedValue: 1},message:"must be equal to constant"}];
return false;
}
var valid0 = _errs2 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.sequence !== undefined){
let data1 = data.sequence;
const _errs3 = errors;
if(!(((typeof data1 == "number") && (!(data1 % 1) && !isNaN(data1))) && (isFinite(data1)))){
validate16.errors = [{instancePath:instancePath+"/sequence",schemaPath:"#/properties/sequence/type",keyword:"type",params:{type: "integer"},message:"must be integer"}];
return false;
}
if(errors === _errs3){
if((typeof data1 == "number") && (isFinite(data1))){
if(data1 < 1 || isNaN(data1)){
validate16.errors = [{instancePath:instancePath+"/sequence",schemaPath:"#/properties/sequence/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1"}];
return false;
}
}
}
var valid0 = _errs3 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.run !== undefined){
const _errs5 = errors;
if(typeof data.run !== "string"){
validate16.errors = [{instancePath:instancePath+"/run",schemaPath:"#/properties/run/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid0 = _errs5 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.manifest !== undefined){
const _errs7 = errors;
if(typeof data.manifest !== "string"){
validate16.errors = [{instancePath:instancePath+"/manifest",schemaPath:"#/properties/manifest/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid0 = _errs7 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.snapshot !== undefined){
const _errs9 = errors;
if(typeof data.snapshot !== "string"){
validate16.errors = [{instancePath:instancePath+"/snapshot",schemaPath:"#/properties/snapshot/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid0 = _errs9 === errors;
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
validate16.errors = [{instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
}
validate16.errors = vErrors;
return errors === 0;
}

exports.isStoredManifest = validate17;
const schema18 = {"$id":"lake-manifest","title":"StoredManifest","description":"What one run of the etl published (shared/core/src/lake).","type":"object","properties":{"v":{"const":1},"sequence":{"type":"integer","minimum":1},"run":{"type":"string"},"publishedAt":{"type":"integer","minimum":0},"archive":{"type":"array","items":{"type":"object","properties":{"key":{"type":"string"},"from":{"type":"integer","minimum":0},"to":{"type":"integer","minimum":0}},"required":["key","from","to"],"additionalProperties":false}},"refused":{"type":"array","items":{"type":"object","properties":{"key":{"type":"string"},"from":{"type":"integer","minimum":0},"to":{"type":"integer","minimum":0},"reason":{"type":"string"}},"required":["key","from","to","reason"],"additionalProperties":false}},"counts":{"type":"object","properties":{"read":{"type":"integer","minimum":0},"added":{"type":"integer","minimum":0},"duplicate":{"type":"integer","minimum":0},"corrected":{"type":"integer","minimum":0},"repeated":{"type":"integer","minimum":0},"malformed":{"type":"integer","minimum":0},"replaced":{"type":"integer","minimum":0}},"required":["read","added","duplicate","corrected","repeated","malformed","replaced"],"additionalProperties":false},"added":{"type":"array","items":{"type":"object","properties":{"key":{"type":"string"},"tenant":{"type":"string","pattern":"^[0-9A-HJKMNP-TV-Z]{26}$"},"metric":{"type":"string","pattern":"^[mu]_[0-9A-HJKMNP-TV-Z]{26}$"},"day":{"type":"string","pattern":"^(\\d{4}-\\d{2}-\\d{2}|far)$"},"rows":{"type":"integer","minimum":0},"bytes":{"type":"integer","minimum":0},"firstTimestamp":{"type":"integer"},"lastTimestamp":{"type":"integer"},"fields":{"type":"string"},"names":{"type":"array","items":{"type":"string"}},"metricName":{"type":"string"}},"required":["key","tenant","metric","day","rows","bytes","firstTimestamp","lastTimestamp","fields","names","metricName"],"additionalProperties":false}},"removed":{"type":"array","items":{"type":"string"}},"loads":{"type":"array","items":{"type":"object","properties":{"loadId":{"type":"string"},"tenant":{"type":"string","pattern":"^[0-9A-HJKMNP-TV-Z]{26}$"},"metric":{"type":"string"},"metricName":{"type":"string"},"schemaVersion":{"type":"integer","minimum":0},"columns":{"type":"array","items":{"type":"object","properties":{"id":{"type":"string"},"displayName":{"type":"string"},"type":{"enum":["STRING","INTEGER","LONG","FLOAT","DOUBLE","BOOLEAN","BINARY"]},"maxBytes":{"type":"integer","minimum":0}},"required":["id","displayName","type","maxBytes"],"additionalProperties":false}},"rows":{"type":"integer","minimum":0},"files":{"type":"array","items":{"type":"object","properties":{"key":{"type":"string"},"rows":{"type":"integer","minimum":0},"bytes":{"type":"integer","minimum":0},"sha256":{"type":"string"}},"required":["key","rows","bytes","sha256"],"additionalProperties":false}},"wide":{"type":"object","properties":{"rows":{"type":"integer","minimum":0},"maxBytes":{"type":"integer","minimum":0},"files":{"type":"array","items":{"type":"object","properties":{"key":{"type":"string"},"rows":{"type":"integer","minimum":0},"bytes":{"type":"integer","minimum":0},"sha256":{"type":"string"}},"required":["key","rows","bytes","sha256"],"additionalProperties":false}}},"required":["rows","maxBytes","files"],"additionalProperties":false}},"required":["loadId","tenant","metric","metricName","schemaVersion","columns","rows","files"],"additionalProperties":false}},"watermark":{"type":"integer","minimum":0},"covered":{"type":"array","items":{"type":"object","properties":{"tenant":{"type":"string","pattern":"^[0-9A-HJKMNP-TV-Z]{26}$"},"key":{"type":"string"}},"required":["tenant","key"],"additionalProperties":false}},"surveys":{"type":"array","items":{"type":"object","properties":{"tenant":{"type":"string","pattern":"^[0-9A-HJKMNP-TV-Z]{26}$"},"key":{"type":"string"}},"required":["tenant","key"],"additionalProperties":false}}},"required":["v","sequence","run","publishedAt","archive","refused","counts","added","removed","loads","watermark","covered","surveys"],"additionalProperties":false};
const pattern3 = new RegExp("^[mu]_[0-9A-HJKMNP-TV-Z]{26}$", "u");
const pattern4 = new RegExp("^(\\d{4}-\\d{2}-\\d{2}|far)$", "u");

function validate17(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
/*# sourceURL="lake-manifest" */;
let vErrors = null;
let errors = 0;
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if((((((((((((((data.v === undefined) && (missing0 = "v")) || ((data.sequence === undefined) && (missing0 = "sequence"))) || ((data.run === undefined) && (missing0 = "run"))) || ((data.publishedAt === undefined) && (missing0 = "publishedAt"))) || ((data.archive === undefined) && (missing0 = "archive"))) || ((data.refused === undefined) && (missing0 = "refused"))) || ((data.counts === undefined) && (missing0 = "counts"))) || ((data.added === undefined) && (missing0 = "added"))) || ((data.removed === undefined) && (missing0 = "removed"))) || ((data.loads === undefined) && (missing0 = "loads"))) || ((data.watermark === undefined) && (missing0 = "watermark"))) || ((data.covered === undefined) && (missing0 = "covered"))) || ((data.surveys === undefined) && (missing0 = "surveys"))){
validate17.errors = [{instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: missing0},message:"must have required property '"+missing0+"'"}];
return false;
}
else {
const _errs1 = errors;
for(const key0 in data){
if(!(func7.call(schema18.properties, key0))){
validate17.errors = [{instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties"}];
return false;
break;
}
}
if(_errs1 === errors){
if(data.v !== undefined){
const _errs2 = errors;
if(1 !== data.v){
validate17.errors = [{instancePath:instancePath+"/v",schemaPath:"#/properties/v/const",keyword:"const",params:{allowedValue: 1},message:"must be equal to constant"}];
return false;
}
var valid0 = _errs2 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.sequence !== undefined){
let data1 = data.sequence;
const _errs3 = errors;
if(!(((typeof data1 == "number") && (!(data1 % 1) && !isNaN(data1))) && (isFinite(data1)))){
validate17.errors = [{instancePath:instancePath+"/sequence",schemaPath:"#/properties/sequence/type",keyword:"type",params:{type: "integer"},message:"must be integer"}];
return false;
}
if(errors === _errs3){
if((typeof data1 == "number") && (isFinite(data1))){
if(data1 < 1 || isNaN(data1)){
validate17.errors = [{instancePath:instancePath+"/sequence",schemaPath:"#/properties/sequence/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1"}];
return false;
}
}
}
var valid0 = _errs3 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.run !== undefined){
const _errs5 = errors;
if(typeof data.run !== "string"){
validate17.errors = [{instancePath:instancePath+"/run",schemaPath:"#/properties/run/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid0 = _errs5 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.publishedAt !== undefined){
let data3 = data.publishedAt;
const _errs7 = errors;
if(!(((typeof data3 == "number") && (!(data3 % 1) && !isNaN(data3))) && (isFinite(data3)))){
validate17.errors = [{instancePath:instancePath+"/publishedAt",schemaPath:"#/properties/publishedAt/type",keyword:"type",params:{type: "integer"},message:"must be integer"}];
return false;
}
if(errors === _errs7){
if((typeof data3 == "number") && (isFinite(data3))){
if(data3 < 0 || isNaN(data3)){
validate17.errors = [{instancePath:instancePath+"/publishedAt",schemaPath:"#/properties/publishedAt/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"}];
return false;
}
}
}
var valid0 = _errs7 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.archive !== undefined){
let data4 = data.archive;
const _errs9 = errors;
if(errors === _errs9){
if(Array.isArray(data4)){
var valid1 = true;
const len0 = data4.length;
for(let i0=0; i0<len0; i0++){
let data5 = data4[i0];
const _errs11 = errors;
if(errors === _errs11){
if(data5 && typeof data5 == "object" && !Array.isArray(data5)){
let missing1;
if((((data5.key === undefined) && (missing1 = "key")) || ((data5.from === undefined) && (missing1 = "from"))) || ((data5.to === undefined) && (missing1 = "to"))){
validate17.errors = [{instancePath:instancePath+"/archive/" + i0,schemaPath:"#/properties/archive/items/required",keyword:"required",params:{missingProperty: missing1},message:"must have required property '"+missing1+"'"}];
return false;
}
else {
const _errs13 = errors;
for(const key1 in data5){
if(!(((key1 === "key") || (key1 === "from")) || (key1 === "to"))){
validate17.errors = [{instancePath:instancePath+"/archive/" + i0,schemaPath:"#/properties/archive/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key1},message:"must NOT have additional properties"}];
return false;
break;
}
}
if(_errs13 === errors){
if(data5.key !== undefined){
const _errs14 = errors;
if(typeof data5.key !== "string"){
validate17.errors = [{instancePath:instancePath+"/archive/" + i0+"/key",schemaPath:"#/properties/archive/items/properties/key/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid2 = _errs14 === errors;
}
else {
var valid2 = true;
}
if(valid2){
if(data5.from !== undefined){
let data7 = data5.from;
const _errs16 = errors;
if(!(((typeof data7 == "number") && (!(data7 % 1) && !isNaN(data7))) && (isFinite(data7)))){
validate17.errors = [{instancePath:instancePath+"/archive/" + i0+"/from",schemaPath:"#/properties/archive/items/properties/from/type",keyword:"type",params:{type: "integer"},message:"must be integer"}];
return false;
}
if(errors === _errs16){
if((typeof data7 == "number") && (isFinite(data7))){
if(data7 < 0 || isNaN(data7)){
validate17.errors = [{instancePath:instancePath+"/archive/" + i0+"/from",schemaPath:"#/properties/archive/items/properties/from/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"}];
return false;
}
}
}
var valid2 = _errs16 === errors;
}
else {
var valid2 = true;
}
if(valid2){
if(data5.to !== undefined){
let data8 = data5.to;
const _errs18 = errors;
if(!(((typeof data8 == "number") && (!(data8 % 1) && !isNaN(data8))) && (isFinite(data8)))){
validate17.errors = [{instancePath:instancePath+"/archive/" + i0+"/to",schemaPath:"#/properties/archive/items/properties/to/type",keyword:"type",params:{type: "integer"},message:"must be integer"}];
return false;
}
if(errors === _errs18){
if((typeof data8 == "number") && (isFinite(data8))){
if(data8 < 0 || isNaN(data8)){
validate17.errors = [{instancePath:instancePath+"/archive/" + i0+"/to",schemaPath:"#/properties/archive/items/properties/to/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"}];
return false;
}
}
}
var valid2 = _errs18 === errors;
}
else {
var valid2 = true;
}
}
}
}
}
}
else {
validate17.errors = [{instancePath:instancePath+"/archive/" + i0,schemaPath:"#/properties/archive/items/type",keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
}
var valid1 = _errs11 === errors;
if(!valid1){
break;
}
}
}
else {
validate17.errors = [{instancePath:instancePath+"/archive",schemaPath:"#/properties/archive/type",keyword:"type",params:{type: "array"},message:"must be array"}];
return false;
}
}
var valid0 = _errs9 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.refused !== undefined){
let data9 = data.refused;
const _errs20 = errors;
if(errors === _errs20){
if(Array.isArray(data9)){
var valid3 = true;
const len1 = data9.length;
for(let i1=0; i1<len1; i1++){
let data10 = data9[i1];
const _errs22 = errors;
if(errors === _errs22){
if(data10 && typeof data10 == "object" && !Array.isArray(data10)){
let missing2;
if(((((data10.key === undefined) && (missing2 = "key")) || ((data10.from === undefined) && (missing2 = "from"))) || ((data10.to === undefined) && (missing2 = "to"))) || ((data10.reason === undefined) && (missing2 = "reason"))){
validate17.errors = [{instancePath:instancePath+"/refused/" + i1,schemaPath:"#/properties/refused/items/required",keyword:"required",params:{missingProperty: missing2},message:"must have required property '"+missing2+"'"}];
return false;
}
else {
const _errs24 = errors;
for(const key2 in data10){
if(!((((key2 === "key") || (key2 === "from")) || (key2 === "to")) || (key2 === "reason"))){
validate17.errors = [{instancePath:instancePath+"/refused/" + i1,schemaPath:"#/properties/refused/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key2},message:"must NOT have additional properties"}];
return false;
break;
}
}
if(_errs24 === errors){
if(data10.key !== undefined){
const _errs25 = errors;
if(typeof data10.key !== "string"){
validate17.errors = [{instancePath:instancePath+"/refused/" + i1+"/key",schemaPath:"#/properties/refused/items/properties/key/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid4 = _errs25 === errors;
}
else {
var valid4 = true;
}
if(valid4){
if(data10.from !== undefined){
let data12 = data10.from;
const _errs27 = errors;
if(!(((typeof data12 == "number") && (!(data12 % 1) && !isNaN(data12))) && (isFinite(data12)))){
validate17.errors = [{instancePath:instancePath+"/refused/" + i1+"/from",schemaPath:"#/properties/refused/items/properties/from/type",keyword:"type",params:{type: "integer"},message:"must be integer"}];
return false;
}
if(errors === _errs27){
if((typeof data12 == "number") && (isFinite(data12))){
if(data12 < 0 || isNaN(data12)){
validate17.errors = [{instancePath:instancePath+"/refused/" + i1+"/from",schemaPath:"#/properties/refused/items/properties/from/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"}];
return false;
}
}
}
var valid4 = _errs27 === errors;
}
else {
var valid4 = true;
}
if(valid4){
if(data10.to !== undefined){
let data13 = data10.to;
const _errs29 = errors;
if(!(((typeof data13 == "number") && (!(data13 % 1) && !isNaN(data13))) && (isFinite(data13)))){
validate17.errors = [{instancePath:instancePath+"/refused/" + i1+"/to",schemaPath:"#/properties/refused/items/properties/to/type",keyword:"type",params:{type: "integer"},message:"must be integer"}];
return false;
}
if(errors === _errs29){
if((typeof data13 == "number") && (isFinite(data13))){
if(data13 < 0 || isNaN(data13)){
validate17.errors = [{instancePath:instancePath+"/refused/" + i1+"/to",schemaPath:"#/properties/refused/items/properties/to/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"}];
return false;
}
}
}
var valid4 = _errs29 === errors;
}
else {
var valid4 = true;
}
if(valid4){
if(data10.reason !== undefined){
const _errs31 = errors;
if(typeof data10.reason !== "string"){
validate17.errors = [{instancePath:instancePath+"/refused/" + i1+"/reason",schemaPath:"#/properties/refused/items/properties/reason/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid4 = _errs31 === errors;
}
else {
var valid4 = true;
}
}
}
}
}
}
}
else {
validate17.errors = [{instancePath:instancePath+"/refused/" + i1,schemaPath:"#/properties/refused/items/type",keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
}
var valid3 = _errs22 === errors;
if(!valid3){
break;
}
}
}
else {
validate17.errors = [{instancePath:instancePath+"/refused",schemaPath:"#/properties/refused/type",keyword:"type",params:{type: "array"},message:"must be array"}];
return false;
}
}
var valid0 = _errs20 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.counts !== undefined){
let data15 = data.counts;
const _errs33 = errors;
if(errors === _errs33){
if(data15 && typeof data15 == "object" && !Array.isArray(data15)){
let missing3;
if((((((((data15.read === undefined) && (missing3 = "read")) || ((data15.added === undefined) && (missing3 = "added"))) || ((data15.duplicate === undefined) && (missing3 = "duplicate"))) || ((data15.corrected === undefined) && (missing3 = "corrected"))) || ((data15.repeated === undefined) && (missing3 = "repeated"))) || ((data15.malformed === undefined) && (missing3 = "malformed"))) || ((data15.replaced === undefined) && (missing3 = "replaced"))){
validate17.errors = [{instancePath:instancePath+"/counts",schemaPath:"#/properties/counts/required",keyword:"required",params:{missingProperty: missing3},message:"must have required property '"+missing3+"'"}];
return false;
}
else {
const _errs35 = errors;
for(const key3 in data15){
if(!(((((((key3 === "read") || (key3 === "added")) || (key3 === "duplicate")) || (key3 === "corrected")) || (key3 === "repeated")) || (key3 === "malformed")) || (key3 === "replaced"))){
validate17.errors = [{instancePath:instancePath+"/counts",schemaPath:"#/properties/counts/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key3},message:"must NOT have additional properties"}];
return false;
break;
}
}
if(_errs35 === errors){
if(data15.read !== undefined){
let data16 = data15.read;
const _errs36 = errors;
if(!(((typeof data16 == "number") && (!(data16 % 1) && !isNaN(data16))) && (isFinite(data16)))){
validate17.errors = [{instancePath:instancePath+"/counts/read",schemaPath:"#/properties/counts/properties/read/type",keyword:"type",params:{type: "integer"},message:"must be integer"}];
return false;
}
if(errors === _errs36){
if((typeof data16 == "number") && (isFinite(data16))){
if(data16 < 0 || isNaN(data16)){
validate17.errors = [{instancePath:instancePath+"/counts/read",schemaPath:"#/properties/counts/properties/read/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"}];
return false;
}
}
}
var valid5 = _errs36 === errors;
}
else {
var valid5 = true;
}
if(valid5){
if(data15.added !== undefined){
let data17 = data15.added;
const _errs38 = errors;
if(!(((typeof data17 == "number") && (!(data17 % 1) && !isNaN(data17))) && (isFinite(data17)))){
validate17.errors = [{instancePath:instancePath+"/counts/added",schemaPath:"#/properties/counts/properties/added/type",keyword:"type",params:{type: "integer"},message:"must be integer"}];
return false;
}
if(errors === _errs38){
if((typeof data17 == "number") && (isFinite(data17))){
if(data17 < 0 || isNaN(data17)){
validate17.errors = [{instancePath:instancePath+"/counts/added",schemaPath:"#/properties/counts/properties/added/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"}];
return false;
}
}
}
var valid5 = _errs38 === errors;
}
else {
var valid5 = true;
}
if(valid5){
if(data15.duplicate !== undefined){
let data18 = data15.duplicate;
const _errs40 = errors;
if(!(((typeof data18 == "number") && (!(data18 % 1) && !isNaN(data18))) && (isFinite(data18)))){
validate17.errors = [{instancePath:instancePath+"/counts/duplicate",schemaPath:"#/properties/counts/properties/duplicate/type",keyword:"type",params:{type: "integer"},message:"must be integer"}];
return false;
}
if(errors === _errs40){
if((typeof data18 == "number") && (isFinite(data18))){
if(data18 < 0 || isNaN(data18)){
validate17.errors = [{instancePath:instancePath+"/counts/duplicate",schemaPath:"#/properties/counts/properties/duplicate/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"}];
return false;
}
}
}
var valid5 = _errs40 === errors;
}
else {
var valid5 = true;
}
if(valid5){
if(data15.corrected !== undefined){
let data19 = data15.corrected;
const _errs42 = errors;
if(!(((typeof data19 == "number") && (!(data19 % 1) && !isNaN(data19))) && (isFinite(data19)))){
validate17.errors = [{instancePath:instancePath+"/counts/corrected",schemaPath:"#/properties/counts/properties/corrected/type",keyword:"type",params:{type: "integer"},message:"must be integer"}];
return false;
}
if(errors === _errs42){
if((typeof data19 == "number") && (isFinite(data19))){
if(data19 < 0 || isNaN(data19)){
validate17.errors = [{instancePath:instancePath+"/counts/corrected",schemaPath:"#/properties/counts/properties/corrected/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"}];
return false;
}
}
}
var valid5 = _errs42 === errors;
}
else {
var valid5 = true;
}
if(valid5){
if(data15.repeated !== undefined){
let data20 = data15.repeated;
const _errs44 = errors;
if(!(((typeof data20 == "number") && (!(data20 % 1) && !isNaN(data20))) && (isFinite(data20)))){
validate17.errors = [{instancePath:instancePath+"/counts/repeated",schemaPath:"#/properties/counts/properties/repeated/type",keyword:"type",params:{type: "integer"},message:"must be integer"}];
return false;
}
if(errors === _errs44){
if((typeof data20 == "number") && (isFinite(data20))){
if(data20 < 0 || isNaN(data20)){
validate17.errors = [{instancePath:instancePath+"/counts/repeated",schemaPath:"#/properties/counts/properties/repeated/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"}];
return false;
}
}
}
var valid5 = _errs44 === errors;
}
else {
var valid5 = true;
}
if(valid5){
if(data15.malformed !== undefined){
let data21 = data15.malformed;
const _errs46 = errors;
if(!(((typeof data21 == "number") && (!(data21 % 1) && !isNaN(data21))) && (isFinite(data21)))){
validate17.errors = [{instancePath:instancePath+"/counts/malformed",schemaPath:"#/properties/counts/properties/malformed/type",keyword:"type",params:{type: "integer"},message:"must be integer"}];
return false;
}
if(errors === _errs46){
if((typeof data21 == "number") && (isFinite(data21))){
if(data21 < 0 || isNaN(data21)){
validate17.errors = [{instancePath:instancePath+"/counts/malformed",schemaPath:"#/properties/counts/properties/malformed/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"}];
return false;
}
}
}
var valid5 = _errs46 === errors;
}
else {
var valid5 = true;
}
if(valid5){
if(data15.replaced !== undefined){
let data22 = data15.replaced;
const _errs48 = errors;
if(!(((typeof data22 == "number") && (!(data22 % 1) && !isNaN(data22))) && (isFinite(data22)))){
validate17.errors = [{instancePath:instancePath+"/counts/replaced",schemaPath:"#/properties/counts/properties/replaced/type",keyword:"type",params:{type: "integer"},message:"must be integer"}];
return false;
}
if(errors === _errs48){
if((typeof data22 == "number") && (isFinite(data22))){
if(data22 < 0 || isNaN(data22)){
validate17.errors = [{instancePath:instancePath+"/counts/replaced",schemaPath:"#/properties/counts/properties/replaced/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"}];
return false;
}
}
}
var valid5 = _errs48 === errors;
}
else {
var valid5 = true;
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
validate17.errors = [{instancePath:instancePath+"/counts",schemaPath:"#/properties/counts/type",keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
}
var valid0 = _errs33 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.added !== undefined){
let data23 = data.added;
const _errs50 = errors;
if(errors === _errs50){
if(Array.isArray(data23)){
var valid6 = true;
const len2 = data23.length;
for(let i2=0; i2<len2; i2++){
let data24 = data23[i2];
const _errs52 = errors;
if(errors === _errs52){
if(data24 && typeof data24 == "object" && !Array.isArray(data24)){
let missing4;
if((((((((((((data24.key === undefined) && (missing4 = "key")) || ((data24.tenant === undefined) && (missing4 = "tenant"))) || ((data24.metric === undefined) && (missing4 = "metric"))) || ((data24.day === undefined) && (missing4 = "day"))) || ((data24.rows === undefined) && (missing4 = "rows"))) || ((data24.bytes === undefined) && (missing4 = "bytes"))) || ((data24.firstTimestamp === undefined) && (missing4 = "firstTimestamp"))) || ((data24.lastTimestamp === undefined) && (missing4 = "lastTimestamp"))) || ((data24.fields === undefined) && (missing4 = "fields"))) || ((data24.names === undefined) && (missing4 = "names"))) || ((data24.metricName === undefined) && (missing4 = "metricName"))){
validate17.errors = [{instancePath:instancePath+"/added/" + i2,schemaPath:"#/properties/added/items/required",keyword:"required",params:{missingProperty: missing4},message:"must have required property '"+missing4+"'"}];
return false;
}
else {
const _errs54 = errors;
for(const key4 in data24){
if(!(func7.call(schema18.properties.added.items.properties, key4))){
validate17.errors = [{instancePath:instancePath+"/added/" + i2,schemaPath:"#/properties/added/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key4},message:"must NOT have additional properties"}];
return false;
break;
}
}
if(_errs54 === errors){
if(data24.key !== undefined){
const _errs55 = errors;
if(typeof data24.key !== "string"){
validate17.errors = [{instancePath:instancePath+"/added/" + i2+"/key",schemaPath:"#/properties/added/items/properties/key/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid7 = _errs55 === errors;
}
else {
var valid7 = true;
}
if(valid7){
if(data24.tenant !== undefined){
let data26 = data24.tenant;
const _errs57 = errors;
if(errors === _errs57){
if(typeof data26 === "string"){
if(!pattern1.test(data26)){
validate17.errors = [{instancePath:instancePath+"/added/" + i2+"/tenant",schemaPath:"#/properties/added/items/properties/tenant/pattern",keyword:"pattern",params:{pattern: "^[0-9A-HJKMNP-TV-Z]{26}$"},message:"must match pattern \""+"^[0-9A-HJKMNP-TV-Z]{26}$"+"\""}];
return false;
}
}
else {
validate17.errors = [{instancePath:instancePath+"/added/" + i2+"/tenant",schemaPath:"#/properties/added/items/properties/tenant/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
}
var valid7 = _errs57 === errors;
}
else {
var valid7 = true;
}
if(valid7){
if(data24.metric !== undefined){
let data27 = data24.metric;
const _errs59 = errors;
if(errors === _errs59){
if(typeof data27 === "string"){
if(!pattern3.test(data27)){
validate17.errors = [{instancePath:instancePath+"/added/" + i2+"/metric",schemaPath:"#/properties/added/items/properties/metric/pattern",keyword:"pattern",params:{pattern: "^[mu]_[0-9A-HJKMNP-TV-Z]{26}$"},message:"must match pattern \""+"^[mu]_[0-9A-HJKMNP-TV-Z]{26}$"+"\""}];
return false;
}
}
else {
validate17.errors = [{instancePath:instancePath+"/added/" + i2+"/metric",schemaPath:"#/properties/added/items/properties/metric/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
}
var valid7 = _errs59 === errors;
}
else {
var valid7 = true;
}
if(valid7){
if(data24.day !== undefined){
let data28 = data24.day;
const _errs61 = errors;
if(errors === _errs61){
if(typeof data28 === "string"){
if(!pattern4.test(data28)){
validate17.errors = [{instancePath:instancePath+"/added/" + i2+"/day",schemaPath:"#/properties/added/items/properties/day/pattern",keyword:"pattern",params:{pattern: "^(\\d{4}-\\d{2}-\\d{2}|far)$"},message:"must match pattern \""+"^(\\d{4}-\\d{2}-\\d{2}|far)$"+"\""}];
return false;
}
}
else {
validate17.errors = [{instancePath:instancePath+"/added/" + i2+"/day",schemaPath:"#/properties/added/items/properties/day/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
}
var valid7 = _errs61 === errors;
}
else {
var valid7 = true;
}
if(valid7){
if(data24.rows !== undefined){
let data29 = data24.rows;
const _errs63 = errors;
if(!(((typeof data29 == "number") && (!(data29 % 1) && !isNaN(data29))) && (isFinite(data29)))){
validate17.errors = [{instancePath:instancePath+"/added/" + i2+"/rows",schemaPath:"#/properties/added/items/properties/rows/type",keyword:"type",params:{type: "integer"},message:"must be integer"}];
return false;
}
if(errors === _errs63){
if((typeof data29 == "number") && (isFinite(data29))){
if(data29 < 0 || isNaN(data29)){
validate17.errors = [{instancePath:instancePath+"/added/" + i2+"/rows",schemaPath:"#/properties/added/items/properties/rows/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"}];
return false;
}
}
}
var valid7 = _errs63 === errors;
}
else {
var valid7 = true;
}
if(valid7){
if(data24.bytes !== undefined){
let data30 = data24.bytes;
const _errs65 = errors;
if(!(((typeof data30 == "number") && (!(data30 % 1) && !isNaN(data30))) && (isFinite(data30)))){
validate17.errors = [{instancePath:instancePath+"/added/" + i2+"/bytes",schemaPath:"#/properties/added/items/properties/bytes/type",keyword:"type",params:{type: "integer"},message:"must be integer"}];
return false;
}
if(errors === _errs65){
if((typeof data30 == "number") && (isFinite(data30))){
if(data30 < 0 || isNaN(data30)){
validate17.errors = [{instancePath:instancePath+"/added/" + i2+"/bytes",schemaPath:"#/properties/added/items/properties/bytes/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"}];
return false;
}
}
}
var valid7 = _errs65 === errors;
}
else {
var valid7 = true;
}
if(valid7){
if(data24.firstTimestamp !== undefined){
let data31 = data24.firstTimestamp;
const _errs67 = errors;
if(!(((typeof data31 == "number") && (!(data31 % 1) && !isNaN(data31))) && (isFinite(data31)))){
validate17.errors = [{instancePath:instancePath+"/added/" + i2+"/firstTimestamp",schemaPath:"#/properties/added/items/properties/firstTimestamp/type",keyword:"type",params:{type: "integer"},message:"must be integer"}];
return false;
}
var valid7 = _errs67 === errors;
}
else {
var valid7 = true;
}
if(valid7){
if(data24.lastTimestamp !== undefined){
let data32 = data24.lastTimestamp;
const _errs69 = errors;
if(!(((typeof data32 == "number") && (!(data32 % 1) && !isNaN(data32))) && (isFinite(data32)))){
validate17.errors = [{instancePath:instancePath+"/added/" + i2+"/lastTimestamp",schemaPath:"#/properties/added/items/properties/lastTimestamp/type",keyword:"type",params:{type: "integer"},message:"must be integer"}];
return false;
}
var valid7 = _errs69 === errors;
}
else {
var valid7 = true;
}
if(valid7){
if(data24.fields !== undefined){
const _errs71 = errors;
if(typeof data24.fields !== "string"){
validate17.errors = [{instancePath:instancePath+"/added/" + i2+"/fields",schemaPath:"#/properties/added/items/properties/fields/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid7 = _errs71 === errors;
}
else {
var valid7 = true;
}
if(valid7){
if(data24.names !== undefined){
let data34 = data24.names;
const _errs73 = errors;
if(errors === _errs73){
if(Array.isArray(data34)){
var valid8 = true;
const len3 = data34.length;
for(let i3=0; i3<len3; i3++){
const _errs75 = errors;
if(typeof data34[i3] !== "string"){
validate17.errors = [{instancePath:instancePath+"/added/" + i2+"/names/" + i3,schemaPath:"#/properties/added/items/properties/names/items/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid8 = _errs75 === errors;
if(!valid8){
break;
}
}
}
else {
validate17.errors = [{instancePath:instancePath+"/added/" + i2+"/names",schemaPath:"#/properties/added/items/properties/names/type",keyword:"type",params:{type: "array"},message:"must be array"}];
return false;
}
}
var valid7 = _errs73 === errors;
}
else {
var valid7 = true;
}
if(valid7){
if(data24.metricName !== undefined){
const _errs77 = errors;
if(typeof data24.metricName !== "string"){
validate17.errors = [{instancePath:instancePath+"/added/" + i2+"/metricName",schemaPath:"#/properties/added/items/properties/metricName/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid7 = _errs77 === errors;
}
else {
var valid7 = true;
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
validate17.errors = [{instancePath:instancePath+"/added/" + i2,schemaPath:"#/properties/added/items/type",keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
}
var valid6 = _errs52 === errors;
if(!valid6){
break;
}
}
}
else {
validate17.errors = [{instancePath:instancePath+"/added",schemaPath:"#/properties/added/type",keyword:"type",params:{type: "array"},message:"must be array"}];
return false;
}
}
var valid0 = _errs50 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.removed !== undefined){
let data37 = data.removed;
const _errs79 = errors;
if(errors === _errs79){
if(Array.isArray(data37)){
var valid9 = true;
const len4 = data37.length;
for(let i4=0; i4<len4; i4++){
const _errs81 = errors;
if(typeof data37[i4] !== "string"){
validate17.errors = [{instancePath:instancePath+"/removed/" + i4,schemaPath:"#/properties/removed/items/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid9 = _errs81 === errors;
if(!valid9){
break;
}
}
}
else {
validate17.errors = [{instancePath:instancePath+"/removed",schemaPath:"#/properties/removed/type",keyword:"type",params:{type: "array"},message:"must be array"}];
return false;
}
}
var valid0 = _errs79 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.loads !== undefined){
let data39 = data.loads;
const _errs83 = errors;
if(errors === _errs83){
if(Array.isArray(data39)){
var valid10 = true;
const len5 = data39.length;
for(let i5=0; i5<len5; i5++){
let data40 = data39[i5];
const _errs85 = errors;
if(errors === _errs85){
if(data40 && typeof data40 == "object" && !Array.isArray(data40)){
let missing5;
if(((((((((data40.loadId === undefined) && (missing5 = "loadId")) || ((data40.tenant === undefined) && (missing5 = "tenant"))) || ((data40.metric === undefined) && (missing5 = "metric"))) || ((data40.metricName === undefined) && (missing5 = "metricName"))) || ((data40.schemaVersion === undefined) && (missing5 = "schemaVersion"))) || ((data40.columns === undefined) && (missing5 = "columns"))) || ((data40.rows === undefined) && (missing5 = "rows"))) || ((data40.files === undefined) && (missing5 = "files"))){
validate17.errors = [{instancePath:instancePath+"/loads/" + i5,schemaPath:"#/properties/loads/items/required",keyword:"required",params:{missingProperty: missing5},message:"must have required property '"+missing5+"'"}];
return false;
}
else {
const _errs87 = errors;
for(const key5 in data40){
if(!(func7.call(schema18.properties.loads.items.properties, key5))){
validate17.errors = [{instancePath:instancePath+"/loads/" + i5,schemaPath:"#/properties/loads/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key5},message:"must NOT have additional properties"}];
return false;
break;
}
}
if(_errs87 === errors){
if(data40.loadId !== undefined){
const _errs88 = errors;
if(typeof data40.loadId !== "string"){
validate17.errors = [{instancePath:instancePath+"/loads/" + i5+"/loadId",schemaPath:"#/properties/loads/items/properties/loadId/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid11 = _errs88 === errors;
}
else {
var valid11 = true;
}
if(valid11){
if(data40.tenant !== undefined){
let data42 = data40.tenant;
const _errs90 = errors;
if(errors === _errs90){
if(typeof data42 === "string"){
if(!pattern1.test(data42)){
validate17.errors = [{instancePath:instancePath+"/loads/" + i5+"/tenant",schemaPath:"#/properties/loads/items/properties/tenant/pattern",keyword:"pattern",params:{pattern: "^[0-9A-HJKMNP-TV-Z]{26}$"},message:"must match pattern \""+"^[0-9A-HJKMNP-TV-Z]{26}$"+"\""}];
return false;
}
}
else {
validate17.errors = [{instancePath:instancePath+"/loads/" + i5+"/tenant",schemaPath:"#/properties/loads/items/properties/tenant/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
}
var valid11 = _errs90 === errors;
}
else {
var valid11 = true;
}
if(valid11){
if(data40.metric !== undefined){
const _errs92 = errors;
if(typeof data40.metric !== "string"){
validate17.errors = [{instancePath:instancePath+"/loads/" + i5+"/metric",schemaPath:"#/properties/loads/items/properties/metric/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid11 = _errs92 === errors;
}
else {
var valid11 = true;
}
if(valid11){
if(data40.metricName !== undefined){
const _errs94 = errors;
if(typeof data40.metricName !== "string"){
validate17.errors = [{instancePath:instancePath+"/loads/" + i5+"/metricName",schemaPath:"#/properties/loads/items/properties/metricName/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid11 = _errs94 === errors;
}
else {
var valid11 = true;
}
if(valid11){
if(data40.schemaVersion !== undefined){
let data45 = data40.schemaVersion;
const _errs96 = errors;
if(!(((typeof data45 == "number") && (!(data45 % 1) && !isNaN(data45))) && (isFinite(data45)))){
validate17.errors = [{instancePath:instancePath+"/loads/" + i5+"/schemaVersion",schemaPath:"#/properties/loads/items/properties/schemaVersion/type",keyword:"type",params:{type: "integer"},message:"must be integer"}];
return false;
}
if(errors === _errs96){
if((typeof data45 == "number") && (isFinite(data45))){
if(data45 < 0 || isNaN(data45)){
validate17.errors = [{instancePath:instancePath+"/loads/" + i5+"/schemaVersion",schemaPath:"#/properties/loads/items/properties/schemaVersion/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"}];
return false;
}
}
}
var valid11 = _errs96 === errors;
}
else {
var valid11 = true;
}
if(valid11){
if(data40.columns !== undefined){
let data46 = data40.columns;
const _errs98 = errors;
if(errors === _errs98){
if(Array.isArray(data46)){
var valid12 = true;
const len6 = data46.length;
for(let i6=0; i6<len6; i6++){
let data47 = data46[i6];
const _errs100 = errors;
if(errors === _errs100){
if(data47 && typeof data47 == "object" && !Array.isArray(data47)){
let missing6;
if(((((data47.id === undefined) && (missing6 = "id")) || ((data47.displayName === undefined) && (missing6 = "displayName"))) || ((data47.type === undefined) && (missing6 = "type"))) || ((data47.maxBytes === undefined) && (missing6 = "maxBytes"))){
validate17.errors = [{instancePath:instancePath+"/loads/" + i5+"/columns/" + i6,schemaPath:"#/properties/loads/items/properties/columns/items/required",keyword:"required",params:{missingProperty: missing6},message:"must have required property '"+missing6+"'"}];
return false;
}
else {
const _errs102 = errors;
for(const key6 in data47){
if(!((((key6 === "id") || (key6 === "displayName")) || (key6 === "type")) || (key6 === "maxBytes"))){
validate17.errors = [{instancePath:instancePath+"/loads/" + i5+"/columns/" + i6,schemaPath:"#/properties/loads/items/properties/columns/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key6},message:"must NOT have additional properties"}];
return false;
break;
}
}
if(_errs102 === errors){
if(data47.id !== undefined){
const _errs103 = errors;
if(typeof data47.id !== "string"){
validate17.errors = [{instancePath:instancePath+"/loads/" + i5+"/columns/" + i6+"/id",schemaPath:"#/properties/loads/items/properties/columns/items/properties/id/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid13 = _errs103 === errors;
}
else {
var valid13 = true;
}
if(valid13){
if(data47.displayName !== undefined){
const _errs105 = errors;
if(typeof data47.displayName !== "string"){
validate17.errors = [{instancePath:instancePath+"/loads/" + i5+"/columns/" + i6+"/displayName",schemaPath:"#/properties/loads/items/properties/columns/items/properties/displayName/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid13 = _errs105 === errors;
}
else {
var valid13 = true;
}
if(valid13){
if(data47.type !== undefined){
let data50 = data47.type;
const _errs107 = errors;
if(!(((((((data50 === "STRING") || (data50 === "INTEGER")) || (data50 === "LONG")) || (data50 === "FLOAT")) || (data50 === "DOUBLE")) || (data50 === "BOOLEAN")) || (data50 === "BINARY"))){
validate17.errors = [{instancePath:instancePath+"/loads/" + i5+"/columns/" + i6+"/type",schemaPath:"#/properties/loads/items/properties/columns/items/properties/type/enum",keyword:"enum",params:{allowedValues: schema18.properties.loads.items.properties.columns.items.properties.type.enum},message:"must be equal to one of the allowed values"}];
return false;
}
var valid13 = _errs107 === errors;
}
else {
var valid13 = true;
}
if(valid13){
if(data47.maxBytes !== undefined){
let data51 = data47.maxBytes;
const _errs108 = errors;
if(!(((typeof data51 == "number") && (!(data51 % 1) && !isNaN(data51))) && (isFinite(data51)))){
validate17.errors = [{instancePath:instancePath+"/loads/" + i5+"/columns/" + i6+"/maxBytes",schemaPath:"#/properties/loads/items/properties/columns/items/properties/maxBytes/type",keyword:"type",params:{type: "integer"},message:"must be integer"}];
return false;
}
if(errors === _errs108){
if((typeof data51 == "number") && (isFinite(data51))){
if(data51 < 0 || isNaN(data51)){
validate17.errors = [{instancePath:instancePath+"/loads/" + i5+"/columns/" + i6+"/maxBytes",schemaPath:"#/properties/loads/items/properties/columns/items/properties/maxBytes/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"}];
return false;
}
}
}
var valid13 = _errs108 === errors;
}
else {
var valid13 = true;
}
}
}
}
}
}
}
else {
validate17.errors = [{instancePath:instancePath+"/loads/" + i5+"/columns/" + i6,schemaPath:"#/properties/loads/items/properties/columns/items/type",keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
}
var valid12 = _errs100 === errors;
if(!valid12){
break;
}
}
}
else {
validate17.errors = [{instancePath:instancePath+"/loads/" + i5+"/columns",schemaPath:"#/properties/loads/items/properties/columns/type",keyword:"type",params:{type: "array"},message:"must be array"}];
return false;
}
}
var valid11 = _errs98 === errors;
}
else {
var valid11 = true;
}
if(valid11){
if(data40.rows !== undefined){
let data52 = data40.rows;
const _errs110 = errors;
if(!(((typeof data52 == "number") && (!(data52 % 1) && !isNaN(data52))) && (isFinite(data52)))){
validate17.errors = [{instancePath:instancePath+"/loads/" + i5+"/rows",schemaPath:"#/properties/loads/items/properties/rows/type",keyword:"type",params:{type: "integer"},message:"must be integer"}];
return false;
}
if(errors === _errs110){
if((typeof data52 == "number") && (isFinite(data52))){
if(data52 < 0 || isNaN(data52)){
validate17.errors = [{instancePath:instancePath+"/loads/" + i5+"/rows",schemaPath:"#/properties/loads/items/properties/rows/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"}];
return false;
}
}
}
var valid11 = _errs110 === errors;
}
else {
var valid11 = true;
}
if(valid11){
if(data40.files !== undefined){
let data53 = data40.files;
const _errs112 = errors;
if(errors === _errs112){
if(Array.isArray(data53)){
var valid14 = true;
const len7 = data53.length;
for(let i7=0; i7<len7; i7++){
let data54 = data53[i7];
const _errs114 = errors;
if(errors === _errs114){
if(data54 && typeof data54 == "object" && !Array.isArray(data54)){
let missing7;
if(((((data54.key === undefined) && (missing7 = "key")) || ((data54.rows === undefined) && (missing7 = "rows"))) || ((data54.bytes === undefined) && (missing7 = "bytes"))) || ((data54.sha256 === undefined) && (missing7 = "sha256"))){
validate17.errors = [{instancePath:instancePath+"/loads/" + i5+"/files/" + i7,schemaPath:"#/properties/loads/items/properties/files/items/required",keyword:"required",params:{missingProperty: missing7},message:"must have required property '"+missing7+"'"}];
return false;
}
else {
const _errs116 = errors;
for(const key7 in data54){
if(!((((key7 === "key") || (key7 === "rows")) || (key7 === "bytes")) || (key7 === "sha256"))){
validate17.errors = [{instancePath:instancePath+"/loads/" + i5+"/files/" + i7,schemaPath:"#/properties/loads/items/properties/files/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key7},message:"must NOT have additional properties"}];
return false;
break;
}
}
if(_errs116 === errors){
if(data54.key !== undefined){
const _errs117 = errors;
if(typeof data54.key !== "string"){
validate17.errors = [{instancePath:instancePath+"/loads/" + i5+"/files/" + i7+"/key",schemaPath:"#/properties/loads/items/properties/files/items/properties/key/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid15 = _errs117 === errors;
}
else {
var valid15 = true;
}
if(valid15){
if(data54.rows !== undefined){
let data56 = data54.rows;
const _errs119 = errors;
if(!(((typeof data56 == "number") && (!(data56 % 1) && !isNaN(data56))) && (isFinite(data56)))){
validate17.errors = [{instancePath:instancePath+"/loads/" + i5+"/files/" + i7+"/rows",schemaPath:"#/properties/loads/items/properties/files/items/properties/rows/type",keyword:"type",params:{type: "integer"},message:"must be integer"}];
return false;
}
if(errors === _errs119){
if((typeof data56 == "number") && (isFinite(data56))){
if(data56 < 0 || isNaN(data56)){
validate17.errors = [{instancePath:instancePath+"/loads/" + i5+"/files/" + i7+"/rows",schemaPath:"#/properties/loads/items/properties/files/items/properties/rows/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"}];
return false;
}
}
}
var valid15 = _errs119 === errors;
}
else {
var valid15 = true;
}
if(valid15){
if(data54.bytes !== undefined){
let data57 = data54.bytes;
const _errs121 = errors;
if(!(((typeof data57 == "number") && (!(data57 % 1) && !isNaN(data57))) && (isFinite(data57)))){
validate17.errors = [{instancePath:instancePath+"/loads/" + i5+"/files/" + i7+"/bytes",schemaPath:"#/properties/loads/items/properties/files/items/properties/bytes/type",keyword:"type",params:{type: "integer"},message:"must be integer"}];
return false;
}
if(errors === _errs121){
if((typeof data57 == "number") && (isFinite(data57))){
if(data57 < 0 || isNaN(data57)){
validate17.errors = [{instancePath:instancePath+"/loads/" + i5+"/files/" + i7+"/bytes",schemaPath:"#/properties/loads/items/properties/files/items/properties/bytes/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"}];
return false;
}
}
}
var valid15 = _errs121 === errors;
}
else {
var valid15 = true;
}
if(valid15){
if(data54.sha256 !== undefined){
const _errs123 = errors;
if(typeof data54.sha256 !== "string"){
validate17.errors = [{instancePath:instancePath+"/loads/" + i5+"/files/" + i7+"/sha256",schemaPath:"#/properties/loads/items/properties/files/items/properties/sha256/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid15 = _errs123 === errors;
}
else {
var valid15 = true;
}
}
}
}
}
}
}
else {
validate17.errors = [{instancePath:instancePath+"/loads/" + i5+"/files/" + i7,schemaPath:"#/properties/loads/items/properties/files/items/type",keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
}
var valid14 = _errs114 === errors;
if(!valid14){
break;
}
}
}
else {
validate17.errors = [{instancePath:instancePath+"/loads/" + i5+"/files",schemaPath:"#/properties/loads/items/properties/files/type",keyword:"type",params:{type: "array"},message:"must be array"}];
return false;
}
}
var valid11 = _errs112 === errors;
}
else {
var valid11 = true;
}
if(valid11){
if(data40.wide !== undefined){
let data59 = data40.wide;
const _errs125 = errors;
if(errors === _errs125){
if(data59 && typeof data59 == "object" && !Array.isArray(data59)){
let missing8;
if((((data59.rows === undefined) && (missing8 = "rows")) || ((data59.maxBytes === undefined) && (missing8 = "maxBytes"))) || ((data59.files === undefined) && (missing8 = "files"))){
validate17.errors = [{instancePath:instancePath+"/loads/" + i5+"/wide",schemaPath:"#/properties/loads/items/properties/wide/required",keyword:"required",params:{missingProperty: missing8},message:"must have required property '"+missing8+"'"}];
return false;
}
else {
const _errs127 = errors;
for(const key8 in data59){
if(!(((key8 === "rows") || (key8 === "maxBytes")) || (key8 === "files"))){
validate17.errors = [{instancePath:instancePath+"/loads/" + i5+"/wide",schemaPath:"#/properties/loads/items/properties/wide/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key8},message:"must NOT have additional properties"}];
return false;
break;
}
}
if(_errs127 === errors){
if(data59.rows !== undefined){
let data60 = data59.rows;
const _errs128 = errors;
if(!(((typeof data60 == "number") && (!(data60 % 1) && !isNaN(data60))) && (isFinite(data60)))){
validate17.errors = [{instancePath:instancePath+"/loads/" + i5+"/wide/rows",schemaPath:"#/properties/loads/items/properties/wide/properties/rows/type",keyword:"type",params:{type: "integer"},message:"must be integer"}];
return false;
}
if(errors === _errs128){
if((typeof data60 == "number") && (isFinite(data60))){
if(data60 < 0 || isNaN(data60)){
validate17.errors = [{instancePath:instancePath+"/loads/" + i5+"/wide/rows",schemaPath:"#/properties/loads/items/properties/wide/properties/rows/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"}];
return false;
}
}
}
var valid16 = _errs128 === errors;
}
else {
var valid16 = true;
}
if(valid16){
if(data59.maxBytes !== undefined){
let data61 = data59.maxBytes;
const _errs130 = errors;
if(!(((typeof data61 == "number") && (!(data61 % 1) && !isNaN(data61))) && (isFinite(data61)))){
validate17.errors = [{instancePath:instancePath+"/loads/" + i5+"/wide/maxBytes",schemaPath:"#/properties/loads/items/properties/wide/properties/maxBytes/type",keyword:"type",params:{type: "integer"},message:"must be integer"}];
return false;
}
if(errors === _errs130){
if((typeof data61 == "number") && (isFinite(data61))){
if(data61 < 0 || isNaN(data61)){
validate17.errors = [{instancePath:instancePath+"/loads/" + i5+"/wide/maxBytes",schemaPath:"#/properties/loads/items/properties/wide/properties/maxBytes/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"}];
return false;
}
}
}
var valid16 = _errs130 === errors;
}
else {
var valid16 = true;
}
if(valid16){
if(data59.files !== undefined){
let data62 = data59.files;
const _errs132 = errors;
if(errors === _errs132){
if(Array.isArray(data62)){
var valid17 = true;
const len8 = data62.length;
for(let i8=0; i8<len8; i8++){
let data63 = data62[i8];
const _errs134 = errors;
if(errors === _errs134){
if(data63 && typeof data63 == "object" && !Array.isArray(data63)){
let missing9;
if(((((data63.key === undefined) && (missing9 = "key")) || ((data63.rows === undefined) && (missing9 = "rows"))) || ((data63.bytes === undefined) && (missing9 = "bytes"))) || ((data63.sha256 === undefined) && (missing9 = "sha256"))){
validate17.errors = [{instancePath:instancePath+"/loads/" + i5+"/wide/files/" + i8,schemaPath:"#/properties/loads/items/properties/wide/properties/files/items/required",keyword:"required",params:{missingProperty: missing9},message:"must have required property '"+missing9+"'"}];
return false;
}
else {
const _errs136 = errors;
for(const key9 in data63){
if(!((((key9 === "key") || (key9 === "rows")) || (key9 === "bytes")) || (key9 === "sha256"))){
validate17.errors = [{instancePath:instancePath+"/loads/" + i5+"/wide/files/" + i8,schemaPath:"#/properties/loads/items/properties/wide/properties/files/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key9},message:"must NOT have additional properties"}];
return false;
break;
}
}
if(_errs136 === errors){
if(data63.key !== undefined){
const _errs137 = errors;
if(typeof data63.key !== "string"){
validate17.errors = [{instancePath:instancePath+"/loads/" + i5+"/wide/files/" + i8+"/key",schemaPath:"#/properties/loads/items/properties/wide/properties/files/items/properties/key/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid18 = _errs137 === errors;
}
else {
var valid18 = true;
}
if(valid18){
if(data63.rows !== undefined){
let data65 = data63.rows;
const _errs139 = errors;
if(!(((typeof data65 == "number") && (!(data65 % 1) && !isNaN(data65))) && (isFinite(data65)))){
validate17.errors = [{instancePath:instancePath+"/loads/" + i5+"/wide/files/" + i8+"/rows",schemaPath:"#/properties/loads/items/properties/wide/properties/files/items/properties/rows/type",keyword:"type",params:{type: "integer"},message:"must be integer"}];
return false;
}
if(errors === _errs139){
if((typeof data65 == "number") && (isFinite(data65))){
if(data65 < 0 || isNaN(data65)){
validate17.errors = [{instancePath:instancePath+"/loads/" + i5+"/wide/files/" + i8+"/rows",schemaPath:"#/properties/loads/items/properties/wide/properties/files/items/properties/rows/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"}];
return false;
}
}
}
var valid18 = _errs139 === errors;
}
else {
var valid18 = true;
}
if(valid18){
if(data63.bytes !== undefined){
let data66 = data63.bytes;
const _errs141 = errors;
if(!(((typeof data66 == "number") && (!(data66 % 1) && !isNaN(data66))) && (isFinite(data66)))){
validate17.errors = [{instancePath:instancePath+"/loads/" + i5+"/wide/files/" + i8+"/bytes",schemaPath:"#/properties/loads/items/properties/wide/properties/files/items/properties/bytes/type",keyword:"type",params:{type: "integer"},message:"must be integer"}];
return false;
}
if(errors === _errs141){
if((typeof data66 == "number") && (isFinite(data66))){
if(data66 < 0 || isNaN(data66)){
validate17.errors = [{instancePath:instancePath+"/loads/" + i5+"/wide/files/" + i8+"/bytes",schemaPath:"#/properties/loads/items/properties/wide/properties/files/items/properties/bytes/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"}];
return false;
}
}
}
var valid18 = _errs141 === errors;
}
else {
var valid18 = true;
}
if(valid18){
if(data63.sha256 !== undefined){
const _errs143 = errors;
if(typeof data63.sha256 !== "string"){
validate17.errors = [{instancePath:instancePath+"/loads/" + i5+"/wide/files/" + i8+"/sha256",schemaPath:"#/properties/loads/items/properties/wide/properties/files/items/properties/sha256/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid18 = _errs143 === errors;
}
else {
var valid18 = true;
}
}
}
}
}
}
}
else {
validate17.errors = [{instancePath:instancePath+"/loads/" + i5+"/wide/files/" + i8,schemaPath:"#/properties/loads/items/properties/wide/properties/files/items/type",keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
}
var valid17 = _errs134 === errors;
if(!valid17){
break;
}
}
}
else {
validate17.errors = [{instancePath:instancePath+"/loads/" + i5+"/wide/files",schemaPath:"#/properties/loads/items/properties/wide/properties/files/type",keyword:"type",params:{type: "array"},message:"must be array"}];
return false;
}
}
var valid16 = _errs132 === errors;
}
else {
var valid16 = true;
}
}
}
}
}
}
else {
validate17.errors = [{instancePath:instancePath+"/loads/" + i5+"/wide",schemaPath:"#/properties/loads/items/properties/wide/type",keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
}
var valid11 = _errs125 === errors;
}
else {
var valid11 = true;
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
validate17.errors = [{instancePath:instancePath+"/loads/" + i5,schemaPath:"#/properties/loads/items/type",keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
}
var valid10 = _errs85 === errors;
if(!valid10){
break;
}
}
}
else {
validate17.errors = [{instancePath:instancePath+"/loads",schemaPath:"#/properties/loads/type",keyword:"type",params:{type: "array"},message:"must be array"}];
return false;
}
}
var valid0 = _errs83 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.watermark !== undefined){
let data68 = data.watermark;
const _errs145 = errors;
if(!(((typeof data68 == "number") && (!(data68 % 1) && !isNaN(data68))) && (isFinite(data68)))){
validate17.errors = [{instancePath:instancePath+"/watermark",schemaPath:"#/properties/watermark/type",keyword:"type",params:{type: "integer"},message:"must be integer"}];
return false;
}
if(errors === _errs145){
if((typeof data68 == "number") && (isFinite(data68))){
if(data68 < 0 || isNaN(data68)){
validate17.errors = [{instancePath:instancePath+"/watermark",schemaPath:"#/properties/watermark/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"}];
return false;
}
}
}
var valid0 = _errs145 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.covered !== undefined){
let data69 = data.covered;
const _errs147 = errors;
if(errors === _errs147){
if(Array.isArray(data69)){
var valid19 = true;
const len9 = data69.length;
for(let i9=0; i9<len9; i9++){
let data70 = data69[i9];
const _errs149 = errors;
if(errors === _errs149){
if(data70 && typeof data70 == "object" && !Array.isArray(data70)){
let missing10;
if(((data70.tenant === undefined) && (missing10 = "tenant")) || ((data70.key === undefined) && (missing10 = "key"))){
validate17.errors = [{instancePath:instancePath+"/covered/" + i9,schemaPath:"#/properties/covered/items/required",keyword:"required",params:{missingProperty: missing10},message:"must have required property '"+missing10+"'"}];
return false;
}
else {
const _errs151 = errors;
for(const key10 in data70){
if(!((key10 === "tenant") || (key10 === "key"))){
validate17.errors = [{instancePath:instancePath+"/covered/" + i9,schemaPath:"#/properties/covered/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key10},message:"must NOT have additional properties"}];
return false;
break;
}
}
if(_errs151 === errors){
if(data70.tenant !== undefined){
let data71 = data70.tenant;
const _errs152 = errors;
if(errors === _errs152){
if(typeof data71 === "string"){
if(!pattern1.test(data71)){
validate17.errors = [{instancePath:instancePath+"/covered/" + i9+"/tenant",schemaPath:"#/properties/covered/items/properties/tenant/pattern",keyword:"pattern",params:{pattern: "^[0-9A-HJKMNP-TV-Z]{26}$"},message:"must match pattern \""+"^[0-9A-HJKMNP-TV-Z]{26}$"+"\""}];
return false;
}
}
else {
validate17.errors = [{instancePath:instancePath+"/covered/" + i9+"/tenant",schemaPath:"#/properties/covered/items/properties/tenant/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
}
var valid20 = _errs152 === errors;
}
else {
var valid20 = true;
}
if(valid20){
if(data70.key !== undefined){
const _errs154 = errors;
if(typeof data70.key !== "string"){
validate17.errors = [{instancePath:instancePath+"/covered/" + i9+"/key",schemaPath:"#/properties/covered/items/properties/key/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid20 = _errs154 === errors;
}
else {
var valid20 = true;
}
}
}
}
}
else {
validate17.errors = [{instancePath:instancePath+"/covered/" + i9,schemaPath:"#/properties/covered/items/type",keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
}
var valid19 = _errs149 === errors;
if(!valid19){
break;
}
}
}
else {
validate17.errors = [{instancePath:instancePath+"/covered",schemaPath:"#/properties/covered/type",keyword:"type",params:{type: "array"},message:"must be array"}];
return false;
}
}
var valid0 = _errs147 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.surveys !== undefined){
let data73 = data.surveys;
const _errs156 = errors;
if(errors === _errs156){
if(Array.isArray(data73)){
var valid21 = true;
const len10 = data73.length;
for(let i10=0; i10<len10; i10++){
let data74 = data73[i10];
const _errs158 = errors;
if(errors === _errs158){
if(data74 && typeof data74 == "object" && !Array.isArray(data74)){
let missing11;
if(((data74.tenant === undefined) && (missing11 = "tenant")) || ((data74.key === undefined) && (missing11 = "key"))){
validate17.errors = [{instancePath:instancePath+"/surveys/" + i10,schemaPath:"#/properties/surveys/items/required",keyword:"required",params:{missingProperty: missing11},message:"must have required property '"+missing11+"'"}];
return false;
}
else {
const _errs160 = errors;
for(const key11 in data74){
if(!((key11 === "tenant") || (key11 === "key"))){
validate17.errors = [{instancePath:instancePath+"/surveys/" + i10,schemaPath:"#/properties/surveys/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key11},message:"must NOT have additional properties"}];
return false;
break;
}
}
if(_errs160 === errors){
if(data74.tenant !== undefined){
let data75 = data74.tenant;
const _errs161 = errors;
if(errors === _errs161){
if(typeof data75 === "string"){
if(!pattern1.test(data75)){
validate17.errors = [{instancePath:instancePath+"/surveys/" + i10+"/tenant",schemaPath:"#/properties/surveys/items/properties/tenant/pattern",keyword:"pattern",params:{pattern: "^[0-9A-HJKMNP-TV-Z]{26}$"},message:"must match pattern \""+"^[0-9A-HJKMNP-TV-Z]{26}$"+"\""}];
return false;
}
}
else {
validate17.errors = [{instancePath:instancePath+"/surveys/" + i10+"/tenant",schemaPath:"#/properties/surveys/items/properties/tenant/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
}
var valid22 = _errs161 === errors;
}
else {
var valid22 = true;
}
if(valid22){
if(data74.key !== undefined){
const _errs163 = errors;
if(typeof data74.key !== "string"){
validate17.errors = [{instancePath:instancePath+"/surveys/" + i10+"/key",schemaPath:"#/properties/surveys/items/properties/key/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid22 = _errs163 === errors;
}
else {
var valid22 = true;
}
}
}
}
}
else {
validate17.errors = [{instancePath:instancePath+"/surveys/" + i10,schemaPath:"#/properties/surveys/items/type",keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
}
var valid21 = _errs158 === errors;
if(!valid21){
break;
}
}
}
else {
validate17.errors = [{instancePath:instancePath+"/surveys",schemaPath:"#/properties/surveys/type",keyword:"type",params:{type: "array"},message:"must be array"}];
return false;
}
}
var valid0 = _errs156 === errors;
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
else {
validate17.errors = [{instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
}
validate17.errors = vErrors;
return errors === 0;
}

exports.isStoredSnapshot = validate18;
const schema19 = {"$id":"lake-snapshot","title":"StoredSnapshot","description":"All that a reader of the lake and the next run need to know, as of a manifest.","type":"object","properties":{"v":{"const":1},"sequence":{"type":"integer","minimum":0},"watermark":{"type":"integer","minimum":0},"files":{"type":"array","items":{"type":"object","properties":{"key":{"type":"string"},"tenant":{"type":"string","pattern":"^[0-9A-HJKMNP-TV-Z]{26}$"},"metric":{"type":"string","pattern":"^[mu]_[0-9A-HJKMNP-TV-Z]{26}$"},"day":{"type":"string","pattern":"^(\\d{4}-\\d{2}-\\d{2}|far)$"},"rows":{"type":"integer","minimum":0},"bytes":{"type":"integer","minimum":0},"firstTimestamp":{"type":"integer"},"lastTimestamp":{"type":"integer"},"fields":{"type":"string"},"names":{"type":"array","items":{"type":"string"}},"metricName":{"type":"string"}},"required":["key","tenant","metric","day","rows","bytes","firstTimestamp","lastTimestamp","fields","names","metricName"],"additionalProperties":false}},"archive":{"type":"object","additionalProperties":{"type":"integer","minimum":0}},"refused":{"type":"array","items":{"type":"object","properties":{"key":{"type":"string"},"from":{"type":"integer","minimum":0},"to":{"type":"integer","minimum":0},"reason":{"type":"string"}},"required":["key","from","to","reason"],"additionalProperties":false}},"covered":{"type":"array","items":{"type":"object","properties":{"tenant":{"type":"string","pattern":"^[0-9A-HJKMNP-TV-Z]{26}$"},"key":{"type":"string"}},"required":["tenant","key"],"additionalProperties":false}},"surveys":{"type":"array","items":{"type":"object","properties":{"tenant":{"type":"string","pattern":"^[0-9A-HJKMNP-TV-Z]{26}$"},"key":{"type":"string"}},"required":["tenant","key"],"additionalProperties":false}}},"required":["v","sequence","watermark","files","archive","refused","covered","surveys"],"additionalProperties":false};

function validate18(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
/*# sourceURL="lake-snapshot" */;
let vErrors = null;
let errors = 0;
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if(((((((((data.v === undefined) && (missing0 = "v")) || ((data.sequence === undefined) && (missing0 = "sequence"))) || ((data.watermark === undefined) && (missing0 = "watermark"))) || ((data.files === undefined) && (missing0 = "files"))) || ((data.archive === undefined) && (missing0 = "archive"))) || ((data.refused === undefined) && (missing0 = "refused"))) || ((data.covered === undefined) && (missing0 = "covered"))) || ((data.surveys === undefined) && (missing0 = "surveys"))){
validate18.errors = [{instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: missing0},message:"must have required property '"+missing0+"'"}];
return false;
}
else {
const _errs1 = errors;
for(const key0 in data){
if(!((((((((key0 === "v") || (key0 === "sequence")) || (key0 === "watermark")) || (key0 === "files")) || (key0 === "archive")) || (key0 === "refused")) || (key0 === "covered")) || (key0 === "surveys"))){
validate18.errors = [{instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties"}];
return false;
break;
}
}
if(_errs1 === errors){
if(data.v !== undefined){
const _errs2 = errors;
if(1 !== data.v){
validate18.errors = [{instancePath:instancePath+"/v",schemaPath:"#/properties/v/const",keyword:"const",params:{allowedValue: 1},message:"must be equal to constant"}];
return false;
}
var valid0 = _errs2 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.sequence !== undefined){
let data1 = data.sequence;
const _errs3 = errors;
if(!(((typeof data1 == "number") && (!(data1 % 1) && !isNaN(data1))) && (isFinite(data1)))){
validate18.errors = [{instancePath:instancePath+"/sequence",schemaPath:"#/properties/sequence/type",keyword:"type",params:{type: "integer"},message:"must be integer"}];
return false;
}
if(errors === _errs3){
if((typeof data1 == "number") && (isFinite(data1))){
if(data1 < 0 || isNaN(data1)){
validate18.errors = [{instancePath:instancePath+"/sequence",schemaPath:"#/properties/sequence/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"}];
return false;
}
}
}
var valid0 = _errs3 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.watermark !== undefined){
let data2 = data.watermark;
const _errs5 = errors;
if(!(((typeof data2 == "number") && (!(data2 % 1) && !isNaN(data2))) && (isFinite(data2)))){
validate18.errors = [{instancePath:instancePath+"/watermark",schemaPath:"#/properties/watermark/type",keyword:"type",params:{type: "integer"},message:"must be integer"}];
return false;
}
if(errors === _errs5){
if((typeof data2 == "number") && (isFinite(data2))){
if(data2 < 0 || isNaN(data2)){
validate18.errors = [{instancePath:instancePath+"/watermark",schemaPath:"#/properties/watermark/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"}];
return false;
}
}
}
var valid0 = _errs5 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.files !== undefined){
let data3 = data.files;
const _errs7 = errors;
if(errors === _errs7){
if(Array.isArray(data3)){
var valid1 = true;
const len0 = data3.length;
for(let i0=0; i0<len0; i0++){
let data4 = data3[i0];
const _errs9 = errors;
if(errors === _errs9){
if(data4 && typeof data4 == "object" && !Array.isArray(data4)){
let missing1;
if((((((((((((data4.key === undefined) && (missing1 = "key")) || ((data4.tenant === undefined) && (missing1 = "tenant"))) || ((data4.metric === undefined) && (missing1 = "metric"))) || ((data4.day === undefined) && (missing1 = "day"))) || ((data4.rows === undefined) && (missing1 = "rows"))) || ((data4.bytes === undefined) && (missing1 = "bytes"))) || ((data4.firstTimestamp === undefined) && (missing1 = "firstTimestamp"))) || ((data4.lastTimestamp === undefined) && (missing1 = "lastTimestamp"))) || ((data4.fields === undefined) && (missing1 = "fields"))) || ((data4.names === undefined) && (missing1 = "names"))) || ((data4.metricName === undefined) && (missing1 = "metricName"))){
validate18.errors = [{instancePath:instancePath+"/files/" + i0,schemaPath:"#/properties/files/items/required",keyword:"required",params:{missingProperty: missing1},message:"must have required property '"+missing1+"'"}];
return false;
}
else {
const _errs11 = errors;
for(const key1 in data4){
if(!(func7.call(schema19.properties.files.items.properties, key1))){
validate18.errors = [{instancePath:instancePath+"/files/" + i0,schemaPath:"#/properties/files/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key1},message:"must NOT have additional properties"}];
return false;
break;
}
}
if(_errs11 === errors){
if(data4.key !== undefined){
const _errs12 = errors;
if(typeof data4.key !== "string"){
validate18.errors = [{instancePath:instancePath+"/files/" + i0+"/key",schemaPath:"#/properties/files/items/properties/key/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid2 = _errs12 === errors;
}
else {
var valid2 = true;
}
if(valid2){
if(data4.tenant !== undefined){
let data6 = data4.tenant;
const _errs14 = errors;
if(errors === _errs14){
if(typeof data6 === "string"){
if(!pattern1.test(data6)){
validate18.errors = [{instancePath:instancePath+"/files/" + i0+"/tenant",schemaPath:"#/properties/files/items/properties/tenant/pattern",keyword:"pattern",params:{pattern: "^[0-9A-HJKMNP-TV-Z]{26}$"},message:"must match pattern \""+"^[0-9A-HJKMNP-TV-Z]{26}$"+"\""}];
return false;
}
}
else {
validate18.errors = [{instancePath:instancePath+"/files/" + i0+"/tenant",schemaPath:"#/properties/files/items/properties/tenant/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
}
var valid2 = _errs14 === errors;
}
else {
var valid2 = true;
}
if(valid2){
if(data4.metric !== undefined){
let data7 = data4.metric;
const _errs16 = errors;
if(errors === _errs16){
if(typeof data7 === "string"){
if(!pattern3.test(data7)){
validate18.errors = [{instancePath:instancePath+"/files/" + i0+"/metric",schemaPath:"#/properties/files/items/properties/metric/pattern",keyword:"pattern",params:{pattern: "^[mu]_[0-9A-HJKMNP-TV-Z]{26}$"},message:"must match pattern \""+"^[mu]_[0-9A-HJKMNP-TV-Z]{26}$"+"\""}];
return false;
}
}
else {
validate18.errors = [{instancePath:instancePath+"/files/" + i0+"/metric",schemaPath:"#/properties/files/items/properties/metric/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
}
var valid2 = _errs16 === errors;
}
else {
var valid2 = true;
}
if(valid2){
if(data4.day !== undefined){
let data8 = data4.day;
const _errs18 = errors;
if(errors === _errs18){
if(typeof data8 === "string"){
if(!pattern4.test(data8)){
validate18.errors = [{instancePath:instancePath+"/files/" + i0+"/day",schemaPath:"#/properties/files/items/properties/day/pattern",keyword:"pattern",params:{pattern: "^(\\d{4}-\\d{2}-\\d{2}|far)$"},message:"must match pattern \""+"^(\\d{4}-\\d{2}-\\d{2}|far)$"+"\""}];
return false;
}
}
else {
validate18.errors = [{instancePath:instancePath+"/files/" + i0+"/day",schemaPath:"#/properties/files/items/properties/day/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
}
var valid2 = _errs18 === errors;
}
else {
var valid2 = true;
}
if(valid2){
if(data4.rows !== undefined){
let data9 = data4.rows;
const _errs20 = errors;
if(!(((typeof data9 == "number") && (!(data9 % 1) && !isNaN(data9))) && (isFinite(data9)))){
validate18.errors = [{instancePath:instancePath+"/files/" + i0+"/rows",schemaPath:"#/properties/files/items/properties/rows/type",keyword:"type",params:{type: "integer"},message:"must be integer"}];
return false;
}
if(errors === _errs20){
if((typeof data9 == "number") && (isFinite(data9))){
if(data9 < 0 || isNaN(data9)){
validate18.errors = [{instancePath:instancePath+"/files/" + i0+"/rows",schemaPath:"#/properties/files/items/properties/rows/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"}];
return false;
}
}
}
var valid2 = _errs20 === errors;
}
else {
var valid2 = true;
}
if(valid2){
if(data4.bytes !== undefined){
let data10 = data4.bytes;
const _errs22 = errors;
if(!(((typeof data10 == "number") && (!(data10 % 1) && !isNaN(data10))) && (isFinite(data10)))){
validate18.errors = [{instancePath:instancePath+"/files/" + i0+"/bytes",schemaPath:"#/properties/files/items/properties/bytes/type",keyword:"type",params:{type: "integer"},message:"must be integer"}];
return false;
}
if(errors === _errs22){
if((typeof data10 == "number") && (isFinite(data10))){
if(data10 < 0 || isNaN(data10)){
validate18.errors = [{instancePath:instancePath+"/files/" + i0+"/bytes",schemaPath:"#/properties/files/items/properties/bytes/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"}];
return false;
}
}
}
var valid2 = _errs22 === errors;
}
else {
var valid2 = true;
}
if(valid2){
if(data4.firstTimestamp !== undefined){
let data11 = data4.firstTimestamp;
const _errs24 = errors;
if(!(((typeof data11 == "number") && (!(data11 % 1) && !isNaN(data11))) && (isFinite(data11)))){
validate18.errors = [{instancePath:instancePath+"/files/" + i0+"/firstTimestamp",schemaPath:"#/properties/files/items/properties/firstTimestamp/type",keyword:"type",params:{type: "integer"},message:"must be integer"}];
return false;
}
var valid2 = _errs24 === errors;
}
else {
var valid2 = true;
}
if(valid2){
if(data4.lastTimestamp !== undefined){
let data12 = data4.lastTimestamp;
const _errs26 = errors;
if(!(((typeof data12 == "number") && (!(data12 % 1) && !isNaN(data12))) && (isFinite(data12)))){
validate18.errors = [{instancePath:instancePath+"/files/" + i0+"/lastTimestamp",schemaPath:"#/properties/files/items/properties/lastTimestamp/type",keyword:"type",params:{type: "integer"},message:"must be integer"}];
return false;
}
var valid2 = _errs26 === errors;
}
else {
var valid2 = true;
}
if(valid2){
if(data4.fields !== undefined){
const _errs28 = errors;
if(typeof data4.fields !== "string"){
validate18.errors = [{instancePath:instancePath+"/files/" + i0+"/fields",schemaPath:"#/properties/files/items/properties/fields/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid2 = _errs28 === errors;
}
else {
var valid2 = true;
}
if(valid2){
if(data4.names !== undefined){
let data14 = data4.names;
const _errs30 = errors;
if(errors === _errs30){
if(Array.isArray(data14)){
var valid3 = true;
const len1 = data14.length;
for(let i1=0; i1<len1; i1++){
const _errs32 = errors;
if(typeof data14[i1] !== "string"){
validate18.errors = [{instancePath:instancePath+"/files/" + i0+"/names/" + i1,schemaPath:"#/properties/files/items/properties/names/items/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid3 = _errs32 === errors;
if(!valid3){
break;
}
}
}
else {
validate18.errors = [{instancePath:instancePath+"/files/" + i0+"/names",schemaPath:"#/properties/files/items/properties/names/type",keyword:"type",params:{type: "array"},message:"must be array"}];
return false;
}
}
var valid2 = _errs30 === errors;
}
else {
var valid2 = true;
}
if(valid2){
if(data4.metricName !== undefined){
const _errs34 = errors;
if(typeof data4.metricName !== "string"){
validate18.errors = [{instancePath:instancePath+"/files/" + i0+"/metricName",schemaPath:"#/properties/files/items/properties/metricName/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid2 = _errs34 === errors;
}
else {
var valid2 = true;
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
validate18.errors = [{instancePath:instancePath+"/files/" + i0,schemaPath:"#/properties/files/items/type",keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
}
var valid1 = _errs9 === errors;
if(!valid1){
break;
}
}
}
else {
validate18.errors = [{instancePath:instancePath+"/files",schemaPath:"#/properties/files/type",keyword:"type",params:{type: "array"},message:"must be array"}];
return false;
}
}
var valid0 = _errs7 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.archive !== undefined){
let data17 = data.archive;
const _errs36 = errors;
if(errors === _errs36){
if(data17 && typeof data17 == "object" && !Array.isArray(data17)){
for(const key2 in data17){
let data18 = data17[key2];
const _errs39 = errors;
if(!(((typeof data18 == "number") && (!(data18 % 1) && !isNaN(data18))) && (isFinite(data18)))){
validate18.errors = [{instancePath:instancePath+"/archive/" + key2.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/archive/additionalProperties/type",keyword:"type",params:{type: "integer"},message:"must be integer"}];
return false;
}
if(errors === _errs39){
if((typeof data18 == "number") && (isFinite(data18))){
if(data18 < 0 || isNaN(data18)){
validate18.errors = [{instancePath:instancePath+"/archive/" + key2.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/archive/additionalProperties/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"}];
return false;
}
}
}
var valid4 = _errs39 === errors;
if(!valid4){
break;
}
}
}
else {
validate18.errors = [{instancePath:instancePath+"/archive",schemaPath:"#/properties/archive/type",keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
}
var valid0 = _errs36 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.refused !== undefined){
let data19 = data.refused;
const _errs41 = errors;
if(errors === _errs41){
if(Array.isArray(data19)){
var valid5 = true;
const len2 = data19.length;
for(let i2=0; i2<len2; i2++){
let data20 = data19[i2];
const _errs43 = errors;
if(errors === _errs43){
if(data20 && typeof data20 == "object" && !Array.isArray(data20)){
let missing2;
if(((((data20.key === undefined) && (missing2 = "key")) || ((data20.from === undefined) && (missing2 = "from"))) || ((data20.to === undefined) && (missing2 = "to"))) || ((data20.reason === undefined) && (missing2 = "reason"))){
validate18.errors = [{instancePath:instancePath+"/refused/" + i2,schemaPath:"#/properties/refused/items/required",keyword:"required",params:{missingProperty: missing2},message:"must have required property '"+missing2+"'"}];
return false;
}
else {
const _errs45 = errors;
for(const key3 in data20){
if(!((((key3 === "key") || (key3 === "from")) || (key3 === "to")) || (key3 === "reason"))){
validate18.errors = [{instancePath:instancePath+"/refused/" + i2,schemaPath:"#/properties/refused/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key3},message:"must NOT have additional properties"}];
return false;
break;
}
}
if(_errs45 === errors){
if(data20.key !== undefined){
const _errs46 = errors;
if(typeof data20.key !== "string"){
validate18.errors = [{instancePath:instancePath+"/refused/" + i2+"/key",schemaPath:"#/properties/refused/items/properties/key/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid6 = _errs46 === errors;
}
else {
var valid6 = true;
}
if(valid6){
if(data20.from !== undefined){
let data22 = data20.from;
const _errs48 = errors;
if(!(((typeof data22 == "number") && (!(data22 % 1) && !isNaN(data22))) && (isFinite(data22)))){
validate18.errors = [{instancePath:instancePath+"/refused/" + i2+"/from",schemaPath:"#/properties/refused/items/properties/from/type",keyword:"type",params:{type: "integer"},message:"must be integer"}];
return false;
}
if(errors === _errs48){
if((typeof data22 == "number") && (isFinite(data22))){
if(data22 < 0 || isNaN(data22)){
validate18.errors = [{instancePath:instancePath+"/refused/" + i2+"/from",schemaPath:"#/properties/refused/items/properties/from/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"}];
return false;
}
}
}
var valid6 = _errs48 === errors;
}
else {
var valid6 = true;
}
if(valid6){
if(data20.to !== undefined){
let data23 = data20.to;
const _errs50 = errors;
if(!(((typeof data23 == "number") && (!(data23 % 1) && !isNaN(data23))) && (isFinite(data23)))){
validate18.errors = [{instancePath:instancePath+"/refused/" + i2+"/to",schemaPath:"#/properties/refused/items/properties/to/type",keyword:"type",params:{type: "integer"},message:"must be integer"}];
return false;
}
if(errors === _errs50){
if((typeof data23 == "number") && (isFinite(data23))){
if(data23 < 0 || isNaN(data23)){
validate18.errors = [{instancePath:instancePath+"/refused/" + i2+"/to",schemaPath:"#/properties/refused/items/properties/to/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"}];
return false;
}
}
}
var valid6 = _errs50 === errors;
}
else {
var valid6 = true;
}
if(valid6){
if(data20.reason !== undefined){
const _errs52 = errors;
if(typeof data20.reason !== "string"){
validate18.errors = [{instancePath:instancePath+"/refused/" + i2+"/reason",schemaPath:"#/properties/refused/items/properties/reason/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid6 = _errs52 === errors;
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
else {
validate18.errors = [{instancePath:instancePath+"/refused/" + i2,schemaPath:"#/properties/refused/items/type",keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
}
var valid5 = _errs43 === errors;
if(!valid5){
break;
}
}
}
else {
validate18.errors = [{instancePath:instancePath+"/refused",schemaPath:"#/properties/refused/type",keyword:"type",params:{type: "array"},message:"must be array"}];
return false;
}
}
var valid0 = _errs41 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.covered !== undefined){
let data25 = data.covered;
const _errs54 = errors;
if(errors === _errs54){
if(Array.isArray(data25)){
var valid7 = true;
const len3 = data25.length;
for(let i3=0; i3<len3; i3++){
let data26 = data25[i3];
const _errs56 = errors;
if(errors === _errs56){
if(data26 && typeof data26 == "object" && !Array.isArray(data26)){
let missing3;
if(((data26.tenant === undefined) && (missing3 = "tenant")) || ((data26.key === undefined) && (missing3 = "key"))){
validate18.errors = [{instancePath:instancePath+"/covered/" + i3,schemaPath:"#/properties/covered/items/required",keyword:"required",params:{missingProperty: missing3},message:"must have required property '"+missing3+"'"}];
return false;
}
else {
const _errs58 = errors;
for(const key4 in data26){
if(!((key4 === "tenant") || (key4 === "key"))){
validate18.errors = [{instancePath:instancePath+"/covered/" + i3,schemaPath:"#/properties/covered/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key4},message:"must NOT have additional properties"}];
return false;
break;
}
}
if(_errs58 === errors){
if(data26.tenant !== undefined){
let data27 = data26.tenant;
const _errs59 = errors;
if(errors === _errs59){
if(typeof data27 === "string"){
if(!pattern1.test(data27)){
validate18.errors = [{instancePath:instancePath+"/covered/" + i3+"/tenant",schemaPath:"#/properties/covered/items/properties/tenant/pattern",keyword:"pattern",params:{pattern: "^[0-9A-HJKMNP-TV-Z]{26}$"},message:"must match pattern \""+"^[0-9A-HJKMNP-TV-Z]{26}$"+"\""}];
return false;
}
}
else {
validate18.errors = [{instancePath:instancePath+"/covered/" + i3+"/tenant",schemaPath:"#/properties/covered/items/properties/tenant/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
}
var valid8 = _errs59 === errors;
}
else {
var valid8 = true;
}
if(valid8){
if(data26.key !== undefined){
const _errs61 = errors;
if(typeof data26.key !== "string"){
validate18.errors = [{instancePath:instancePath+"/covered/" + i3+"/key",schemaPath:"#/properties/covered/items/properties/key/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid8 = _errs61 === errors;
}
else {
var valid8 = true;
}
}
}
}
}
else {
validate18.errors = [{instancePath:instancePath+"/covered/" + i3,schemaPath:"#/properties/covered/items/type",keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
}
var valid7 = _errs56 === errors;
if(!valid7){
break;
}
}
}
else {
validate18.errors = [{instancePath:instancePath+"/covered",schemaPath:"#/properties/covered/type",keyword:"type",params:{type: "array"},message:"must be array"}];
return false;
}
}
var valid0 = _errs54 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.surveys !== undefined){
let data29 = data.surveys;
const _errs63 = errors;
if(errors === _errs63){
if(Array.isArray(data29)){
var valid9 = true;
const len4 = data29.length;
for(let i4=0; i4<len4; i4++){
let data30 = data29[i4];
const _errs65 = errors;
if(errors === _errs65){
if(data30 && typeof data30 == "object" && !Array.isArray(data30)){
let missing4;
if(((data30.tenant === undefined) && (missing4 = "tenant")) || ((data30.key === undefined) && (missing4 = "key"))){
validate18.errors = [{instancePath:instancePath+"/surveys/" + i4,schemaPath:"#/properties/surveys/items/required",keyword:"required",params:{missingProperty: missing4},message:"must have required property '"+missing4+"'"}];
return false;
}
else {
const _errs67 = errors;
for(const key5 in data30){
if(!((key5 === "tenant") || (key5 === "key"))){
validate18.errors = [{instancePath:instancePath+"/surveys/" + i4,schemaPath:"#/properties/surveys/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key5},message:"must NOT have additional properties"}];
return false;
break;
}
}
if(_errs67 === errors){
if(data30.tenant !== undefined){
let data31 = data30.tenant;
const _errs68 = errors;
if(errors === _errs68){
if(typeof data31 === "string"){
if(!pattern1.test(data31)){
validate18.errors = [{instancePath:instancePath+"/surveys/" + i4+"/tenant",schemaPath:"#/properties/surveys/items/properties/tenant/pattern",keyword:"pattern",params:{pattern: "^[0-9A-HJKMNP-TV-Z]{26}$"},message:"must match pattern \""+"^[0-9A-HJKMNP-TV-Z]{26}$"+"\""}];
return false;
}
}
else {
validate18.errors = [{instancePath:instancePath+"/surveys/" + i4+"/tenant",schemaPath:"#/properties/surveys/items/properties/tenant/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
}
var valid10 = _errs68 === errors;
}
else {
var valid10 = true;
}
if(valid10){
if(data30.key !== undefined){
const _errs70 = errors;
if(typeof data30.key !== "string"){
validate18.errors = [{instancePath:instancePath+"/surveys/" + i4+"/key",schemaPath:"#/properties/surveys/items/properties/key/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid10 = _errs70 === errors;
}
else {
var valid10 = true;
}
}
}
}
}
else {
validate18.errors = [{instancePath:instancePath+"/surveys/" + i4,schemaPath:"#/properties/surveys/items/type",keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
}
var valid9 = _errs65 === errors;
if(!valid9){
break;
}
}
}
else {
validate18.errors = [{instancePath:instancePath+"/surveys",schemaPath:"#/properties/surveys/type",keyword:"type",params:{type: "array"},message:"must be array"}];
return false;
}
}
var valid0 = _errs63 === errors;
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
else {
validate18.errors = [{instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
}
validate18.errors = vErrors;
return errors === 0;
}

exports.isOnFailureObject = validate19;
const schema20 = {"$id":"on-failure-object","title":"OnFailureObject","description":"A stream record that an event source mapping gave up on, with its data, for replay.","type":"object","properties":{"v":{"const":1},"consumer":{"type":"string"},"reason":{"type":"string"},"at":{"type":"integer"},"shard":{"type":"string"},"sequence":{"type":"string","pattern":"^\\d+$"},"arrivedAt":{"type":"number"},"partitionKey":{"type":"string"},"tally":{"type":"object","properties":{"tenant":{"type":"string"},"recordId":{"type":"string"},"receivedAt":{"type":"number"},"events":{"type":"integer"}},"required":["tenant","recordId","receivedAt","events"],"additionalProperties":false},"data":{"type":"string","description":"base64"}},"required":["v","consumer","reason","at","shard","sequence","arrivedAt","partitionKey","data"],"additionalProperties":false};
const pattern13 = new RegExp("^\\d+$", "u");

function validate19(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
/*# sourceURL="on-failure-object" */;
let vErrors = null;
let errors = 0;
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if((((((((((data.v === undefined) && (missing0 = "v")) || ((data.consumer === undefined) && (missing0 = "consumer"))) || ((data.reason === undefined) && (missing0 = "reason"))) || ((data.at === undefined) && (missing0 = "at"))) || ((data.shard === undefined) && (missing0 = "shard"))) || ((data.sequence === undefined) && (missing0 = "sequence"))) || ((data.arrivedAt === undefined) && (missing0 = "arrivedAt"))) || ((data.partitionKey === undefined) && (missing0 = "partitionKey"))) || ((data.data === undefined) && (missing0 = "data"))){
validate19.errors = [{instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: missing0},message:"must have required property '"+missing0+"'"}];
return false;
}
else {
const _errs1 = errors;
for(const key0 in data){
if(!(func7.call(schema20.properties, key0))){
validate19.errors = [{instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties"}];
return false;
break;
}
}
if(_errs1 === errors){
if(data.v !== undefined){
const _errs2 = errors;
if(1 !== data.v){
validate19.errors = [{instancePath:instancePath+"/v",schemaPath:"#/properties/v/const",keyword:"const",params:{allowedValue: 1},message:"must be equal to constant"}];
return false;
}
var valid0 = _errs2 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.consumer !== undefined){
const _errs3 = errors;
if(typeof data.consumer !== "string"){
validate19.errors = [{instancePath:instancePath+"/consumer",schemaPath:"#/properties/consumer/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid0 = _errs3 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.reason !== undefined){
const _errs5 = errors;
if(typeof data.reason !== "string"){
validate19.errors = [{instancePath:instancePath+"/reason",schemaPath:"#/properties/reason/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid0 = _errs5 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.at !== undefined){
let data3 = data.at;
const _errs7 = errors;
if(!(((typeof data3 == "number") && (!(data3 % 1) && !isNaN(data3))) && (isFinite(data3)))){
validate19.errors = [{instancePath:instancePath+"/at",schemaPath:"#/properties/at/type",keyword:"type",params:{type: "integer"},message:"must be integer"}];
return false;
}
var valid0 = _errs7 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.shard !== undefined){
const _errs9 = errors;
if(typeof data.shard !== "string"){
validate19.errors = [{instancePath:instancePath+"/shard",schemaPath:"#/properties/shard/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid0 = _errs9 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.sequence !== undefined){
let data5 = data.sequence;
const _errs11 = errors;
if(errors === _errs11){
if(typeof data5 === "string"){
if(!pattern13.test(data5)){
validate19.errors = [{instancePath:instancePath+"/sequence",schemaPath:"#/properties/sequence/pattern",keyword:"pattern",params:{pattern: "^\\d+$"},message:"must match pattern \""+"^\\d+$"+"\""}];
return false;
}
}
else {
validate19.errors = [{instancePath:instancePath+"/sequence",schemaPath:"#/properties/sequence/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
}
var valid0 = _errs11 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.arrivedAt !== undefined){
let data6 = data.arrivedAt;
const _errs13 = errors;
if(!((typeof data6 == "number") && (isFinite(data6)))){
validate19.errors = [{instancePath:instancePath+"/arrivedAt",schemaPath:"#/properties/arrivedAt/type",keyword:"type",params:{type: "number"},message:"must be number"}];
return false;
}
var valid0 = _errs13 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.partitionKey !== undefined){
const _errs15 = errors;
if(typeof data.partitionKey !== "string"){
validate19.errors = [{instancePath:instancePath+"/partitionKey",schemaPath:"#/properties/partitionKey/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid0 = _errs15 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.tally !== undefined){
let data8 = data.tally;
const _errs17 = errors;
if(errors === _errs17){
if(data8 && typeof data8 == "object" && !Array.isArray(data8)){
let missing1;
if(((((data8.tenant === undefined) && (missing1 = "tenant")) || ((data8.recordId === undefined) && (missing1 = "recordId"))) || ((data8.receivedAt === undefined) && (missing1 = "receivedAt"))) || ((data8.events === undefined) && (missing1 = "events"))){
validate19.errors = [{instancePath:instancePath+"/tally",schemaPath:"#/properties/tally/required",keyword:"required",params:{missingProperty: missing1},message:"must have required property '"+missing1+"'"}];
return false;
}
else {
const _errs19 = errors;
for(const key1 in data8){
if(!((((key1 === "tenant") || (key1 === "recordId")) || (key1 === "receivedAt")) || (key1 === "events"))){
validate19.errors = [{instancePath:instancePath+"/tally",schemaPath:"#/properties/tally/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key1},message:"must NOT have additional properties"}];
return false;
break;
}
}
if(_errs19 === errors){
if(data8.tenant !== undefined){
const _errs20 = errors;
if(typeof data8.tenant !== "string"){
validate19.errors = [{instancePath:instancePath+"/tally/tenant",schemaPath:"#/properties/tally/properties/tenant/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid1 = _errs20 === errors;
}
else {
var valid1 = true;
}
if(valid1){
if(data8.recordId !== undefined){
const _errs22 = errors;
if(typeof data8.recordId !== "string"){
validate19.errors = [{instancePath:instancePath+"/tally/recordId",schemaPath:"#/properties/tally/properties/recordId/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid1 = _errs22 === errors;
}
else {
var valid1 = true;
}
if(valid1){
if(data8.receivedAt !== undefined){
let data11 = data8.receivedAt;
const _errs24 = errors;
if(!((typeof data11 == "number") && (isFinite(data11)))){
validate19.errors = [{instancePath:instancePath+"/tally/receivedAt",schemaPath:"#/properties/tally/properties/receivedAt/type",keyword:"type",params:{type: "number"},message:"must be number"}];
return false;
}
var valid1 = _errs24 === errors;
}
else {
var valid1 = true;
}
if(valid1){
if(data8.events !== undefined){
let data12 = data8.events;
const _errs26 = errors;
if(!(((typeof data12 == "number") && (!(data12 % 1) && !isNaN(data12))) && (isFinite(data12)))){
validate19.errors = [{instancePath:instancePath+"/tally/events",schemaPath:"#/properties/tally/properties/events/type",keyword:"type",params:{type: "integer"},message:"must be integer"}];
return false;
}
var valid1 = _errs26 === errors;
}
else {
var valid1 = true;
}
}
}
}
}
}
}
else {
validate19.errors = [{instancePath:instancePath+"/tally",schemaPath:"#/properties/tally/type",keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
}
var valid0 = _errs17 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.data !== undefined){
const _errs28 = errors;
if(typeof data.data !== "string"){
validate19.errors = [{instancePath:instancePath+"/data",schemaPath:"#/properties/data/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid0 = _errs28 === errors;
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
else {
validate19.errors = [{instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
}
validate19.errors = vErrors;
return errors === 0;
}

exports.isRawLine = validate20;
const schema21 = {"$id":"raw-line","title":"RawLine","description":"One event as it was sent, with what the front door knows of it (DESIGN.md 5).","type":"object","properties":{"v":{"const":1},"tenant":{"type":"string","pattern":"^[0-9A-HJKMNP-TV-Z]{26}$"},"device":{"type":"string","minLength":1},"recordId":{"type":"string","pattern":"^[0-9A-Za-z]{26}$"},"index":{"type":"integer","minimum":0},"receivedAt":{"type":"integer","minimum":0},"event":{"type":"object","description":"as sent, byte for byte"}},"required":["v","tenant","device","recordId","index","receivedAt","event"],"additionalProperties":false};
const pattern15 = new RegExp("^[0-9A-Za-z]{26}$", "u");

function validate20(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
/*# sourceURL="raw-line" */;
let vErrors = null;
let errors = 0;
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if((((((((data.v === undefined) && (missing0 = "v")) || ((data.tenant === undefined) && (missing0 = "tenant"))) || ((data.device === undefined) && (missing0 = "device"))) || ((data.recordId === undefined) && (missing0 = "recordId"))) || ((data.index === undefined) && (missing0 = "index"))) || ((data.receivedAt === undefined) && (missing0 = "receivedAt"))) || ((data.event === undefined) && (missing0 = "event"))){
validate20.errors = [{instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: missing0},message:"must have required property '"+missing0+"'"}];
return false;
}
else {
const _errs1 = errors;
for(const key0 in data){
if(!(((((((key0 === "v") || (key0 === "tenant")) || (key0 === "device")) || (key0 === "recordId")) || (key0 === "index")) || (key0 === "receivedAt")) || (key0 === "event"))){
validate20.errors = [{instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties"}];
return false;
break;
}
}
if(_errs1 === errors){
if(data.v !== undefined){
const _errs2 = errors;
if(1 !== data.v){
validate20.errors = [{instancePath:instancePath+"/v",schemaPath:"#/properties/v/const",keyword:"const",params:{allowedValue: 1},message:"must be equal to constant"}];
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
if(!pattern1.test(data1)){
validate20.errors = [{instancePath:instancePath+"/tenant",schemaPath:"#/properties/tenant/pattern",keyword:"pattern",params:{pattern: "^[0-9A-HJKMNP-TV-Z]{26}$"},message:"must match pattern \""+"^[0-9A-HJKMNP-TV-Z]{26}$"+"\""}];
return false;
}
}
else {
validate20.errors = [{instancePath:instancePath+"/tenant",schemaPath:"#/properties/tenant/type",keyword:"type",params:{type: "string"},message:"must be string"}];
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
if(func2(data2) < 1){
validate20.errors = [{instancePath:instancePath+"/device",schemaPath:"#/properties/device/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters"}];
return false;
}
}
else {
validate20.errors = [{instancePath:instancePath+"/device",schemaPath:"#/properties/device/type",keyword:"type",params:{type: "string"},message:"must be string"}];
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
if(!pattern15.test(data3)){
validate20.errors = [{instancePath:instancePath+"/recordId",schemaPath:"#/properties/recordId/pattern",keyword:"pattern",params:{pattern: "^[0-9A-Za-z]{26}$"},message:"must match pattern \""+"^[0-9A-Za-z]{26}$"+"\""}];
return false;
}
}
else {
validate20.errors = [{instancePath:instancePath+"/recordId",schemaPath:"#/properties/recordId/type",keyword:"type",params:{type: "string"},message:"must be string"}];
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
validate20.errors = [{instancePath:instancePath+"/index",schemaPath:"#/properties/index/type",keyword:"type",params:{type: "integer"},message:"must be integer"}];
return false;
}
if(errors === _errs9){
if((typeof data4 == "number") && (isFinite(data4))){
if(data4 < 0 || isNaN(data4)){
validate20.errors = [{instancePath:instancePath+"/index",schemaPath:"#/properties/index/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"}];
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
validate20.errors = [{instancePath:instancePath+"/receivedAt",schemaPath:"#/properties/receivedAt/type",keyword:"type",params:{type: "integer"},message:"must be integer"}];
return false;
}
if(errors === _errs11){
if((typeof data5 == "number") && (isFinite(data5))){
if(data5 < 0 || isNaN(data5)){
validate20.errors = [{instancePath:instancePath+"/receivedAt",schemaPath:"#/properties/receivedAt/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"}];
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
validate20.errors = [{instancePath:instancePath+"/event",schemaPath:"#/properties/event/type",keyword:"type",params:{type: "object"},message:"must be object"}];
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
validate20.errors = [{instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
}
validate20.errors = vErrors;
return errors === 0;
}

exports.isStagedLine = validate21;
const schema22 = {"$id":"staged-line","title":"StagedLine","description":"One validated event: its identity, its declared fields typed under their ids, all else as text (DESIGN.md 5).","type":"object","properties":{"v":{"const":1},"tenant":{"type":"string","pattern":"^[0-9A-HJKMNP-TV-Z]{26}$"},"metric":{"type":"string","pattern":"^[mu]_[0-9A-HJKMNP-TV-Z]{26}$"},"eventId":{"type":"string","minLength":1},"fingerprint":{"type":"string","minLength":26,"maxLength":26},"timestamp":{"type":"integer"},"receivedAt":{"type":"integer","minimum":0},"stagedAt":{"type":"integer","minimum":0},"device":{"type":"string","minLength":1},"recordId":{"type":"string","pattern":"^[0-9A-Za-z]{26}$"},"index":{"type":"integer","minimum":0},"fields":{"type":"object","description":"by field id; a LONG beyond 2^53 - 1 is a decimal string, BINARY is base64","additionalProperties":{"type":["string","number","boolean"]}},"unknown":{"type":"object","description":"by sent name: the JSON type and the value as text","additionalProperties":{"type":"array","items":[{"enum":["string","number","boolean","object","array"]},{"type":"string"}],"minItems":2,"maxItems":2}},"as":{"type":"string","description":"the metric's name as sent"}},"required":["v","tenant","metric","eventId","fingerprint","timestamp","receivedAt","stagedAt","device","recordId","index","fields","unknown","as"],"additionalProperties":false};

function validate21(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
/*# sourceURL="staged-line" */;
let vErrors = null;
let errors = 0;
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if(((((((((((((((data.v === undefined) && (missing0 = "v")) || ((data.tenant === undefined) && (missing0 = "tenant"))) || ((data.metric === undefined) && (missing0 = "metric"))) || ((data.eventId === undefined) && (missing0 = "eventId"))) || ((data.fingerprint === undefined) && (missing0 = "fingerprint"))) || ((data.timestamp === undefined) && (missing0 = "timestamp"))) || ((data.receivedAt === undefined) && (missing0 = "receivedAt"))) || ((data.stagedAt === undefined) && (missing0 = "stagedAt"))) || ((data.device === undefined) && (missing0 = "device"))) || ((data.recordId === undefined) && (missing0 = "recordId"))) || ((data.index === undefined) && (missing0 = "index"))) || ((data.fields === undefined) && (missing0 = "fields"))) || ((data.unknown === undefined) && (missing0 = "unknown"))) || ((data.as === undefined) && (missing0 = "as"))){
validate21.errors = [{instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: missing0},message:"must have required property '"+missing0+"'"}];
return false;
}
else {
const _errs1 = errors;
for(const key0 in data){
if(!(func7.call(schema22.properties, key0))){
validate21.errors = [{instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties"}];
return false;
break;
}
}
if(_errs1 === errors){
if(data.v !== undefined){
const _errs2 = errors;
if(1 !== data.v){
validate21.errors = [{instancePath:instancePath+"/v",schemaPath:"#/properties/v/const",keyword:"const",params:{allowedValue: 1},message:"must be equal to constant"}];
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
if(!pattern1.test(data1)){
validate21.errors = [{instancePath:instancePath+"/tenant",schemaPath:"#/properties/tenant/pattern",keyword:"pattern",params:{pattern: "^[0-9A-HJKMNP-TV-Z]{26}$"},message:"must match pattern \""+"^[0-9A-HJKMNP-TV-Z]{26}$"+"\""}];
return false;
}
}
else {
validate21.errors = [{instancePath:instancePath+"/tenant",schemaPath:"#/properties/tenant/type",keyword:"type",params:{type: "string"},message:"must be string"}];
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
if(!pattern3.test(data2)){
validate21.errors = [{instancePath:instancePath+"/metric",schemaPath:"#/properties/metric/pattern",keyword:"pattern",params:{pattern: "^[mu]_[0-9A-HJKMNP-TV-Z]{26}$"},message:"must match pattern \""+"^[mu]_[0-9A-HJKMNP-TV-Z]{26}$"+"\""}];
return false;
}
}
else {
validate21.errors = [{instancePath:instancePath+"/metric",schemaPath:"#/properties/metric/type",keyword:"type",params:{type: "string"},message:"must be string"}];
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
if(func2(data3) < 1){
validate21.errors = [{instancePath:instancePath+"/eventId",schemaPath:"#/properties/eventId/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters"}];
return false;
}
}
else {
validate21.errors = [{instancePath:instancePath+"/eventId",schemaPath:"#/properties/eventId/type",keyword:"type",params:{type: "string"},message:"must be string"}];
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
if(func2(data4) > 26){
validate21.errors = [{instancePath:instancePath+"/fingerprint",schemaPath:"#/properties/fingerprint/maxLength",keyword:"maxLength",params:{limit: 26},message:"must NOT have more than 26 characters"}];
return false;
}
else {
if(func2(data4) < 26){
validate21.errors = [{instancePath:instancePath+"/fingerprint",schemaPath:"#/properties/fingerprint/minLength",keyword:"minLength",params:{limit: 26},message:"must NOT have fewer than 26 characters"}];
return false;
}
}
}
else {
validate21.errors = [{instancePath:instancePath+"/fingerprint",schemaPath:"#/properties/fingerprint/type",keyword:"type",params:{type: "string"},message:"must be string"}];
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
validate21.errors = [{instancePath:instancePath+"/timestamp",schemaPath:"#/properties/timestamp/type",keyword:"type",params:{type: "integer"},message:"must be integer"}];
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
validate21.errors = [{instancePath:instancePath+"/receivedAt",schemaPath:"#/properties/receivedAt/type",keyword:"type",params:{type: "integer"},message:"must be integer"}];
return false;
}
if(errors === _errs13){
if((typeof data6 == "number") && (isFinite(data6))){
if(data6 < 0 || isNaN(data6)){
validate21.errors = [{instancePath:instancePath+"/receivedAt",schemaPath:"#/properties/receivedAt/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"}];
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
validate21.errors = [{instancePath:instancePath+"/stagedAt",schemaPath:"#/properties/stagedAt/type",keyword:"type",params:{type: "integer"},message:"must be integer"}];
return false;
}
if(errors === _errs15){
if((typeof data7 == "number") && (isFinite(data7))){
if(data7 < 0 || isNaN(data7)){
validate21.errors = [{instancePath:instancePath+"/stagedAt",schemaPath:"#/properties/stagedAt/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"}];
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
if(func2(data8) < 1){
validate21.errors = [{instancePath:instancePath+"/device",schemaPath:"#/properties/device/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters"}];
return false;
}
}
else {
validate21.errors = [{instancePath:instancePath+"/device",schemaPath:"#/properties/device/type",keyword:"type",params:{type: "string"},message:"must be string"}];
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
if(!pattern15.test(data9)){
validate21.errors = [{instancePath:instancePath+"/recordId",schemaPath:"#/properties/recordId/pattern",keyword:"pattern",params:{pattern: "^[0-9A-Za-z]{26}$"},message:"must match pattern \""+"^[0-9A-Za-z]{26}$"+"\""}];
return false;
}
}
else {
validate21.errors = [{instancePath:instancePath+"/recordId",schemaPath:"#/properties/recordId/type",keyword:"type",params:{type: "string"},message:"must be string"}];
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
validate21.errors = [{instancePath:instancePath+"/index",schemaPath:"#/properties/index/type",keyword:"type",params:{type: "integer"},message:"must be integer"}];
return false;
}
if(errors === _errs21){
if((typeof data10 == "number") && (isFinite(data10))){
if(data10 < 0 || isNaN(data10)){
validate21.errors = [{instancePath:instancePath+"/index",schemaPath:"#/properties/index/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"}];
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
validate21.errors = [{instancePath:instancePath+"/fields/" + key1.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/fields/additionalProperties/type",keyword:"type",params:{type: schema22.properties.fields.additionalProperties.type},message:"must be string,number,boolean"}];
return false;
}
var valid1 = _errs26 === errors;
if(!valid1){
break;
}
}
}
else {
validate21.errors = [{instancePath:instancePath+"/fields",schemaPath:"#/properties/fields/type",keyword:"type",params:{type: "object"},message:"must be object"}];
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
validate21.errors = [{instancePath:instancePath+"/unknown/" + key2.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/unknown/additionalProperties/maxItems",keyword:"maxItems",params:{limit: 2},message:"must NOT have more than 2 items"}];
return false;
}
else {
if(data14.length < 2){
validate21.errors = [{instancePath:instancePath+"/unknown/" + key2.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/unknown/additionalProperties/minItems",keyword:"minItems",params:{limit: 2},message:"must NOT have fewer than 2 items"}];
return false;
}
else {
const len0 = data14.length;
if(len0 > 0){
let data15 = data14[0];
const _errs33 = errors;
if(!(((((data15 === "string") || (data15 === "number")) || (data15 === "boolean")) || (data15 === "object")) || (data15 === "array"))){
validate21.errors = [{instancePath:instancePath+"/unknown/" + key2.replace(/~/g, "~0").replace(/\//g, "~1")+"/0",schemaPath:"#/properties/unknown/additionalProperties/items/0/enum",keyword:"enum",params:{allowedValues: schema22.properties.unknown.additionalProperties.items[0].enum},message:"must be equal to one of the allowed values"}];
return false;
}
var valid3 = _errs33 === errors;
}
if(valid3){
if(len0 > 1){
const _errs34 = errors;
if(typeof data14[1] !== "string"){
validate21.errors = [{instancePath:instancePath+"/unknown/" + key2.replace(/~/g, "~0").replace(/\//g, "~1")+"/1",schemaPath:"#/properties/unknown/additionalProperties/items/1/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid3 = _errs34 === errors;
}
}
}
}
}
else {
validate21.errors = [{instancePath:instancePath+"/unknown/" + key2.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/unknown/additionalProperties/type",keyword:"type",params:{type: "array"},message:"must be array"}];
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
validate21.errors = [{instancePath:instancePath+"/unknown",schemaPath:"#/properties/unknown/type",keyword:"type",params:{type: "object"},message:"must be object"}];
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
validate21.errors = [{instancePath:instancePath+"/as",schemaPath:"#/properties/as/type",keyword:"type",params:{type: "string"},message:"must be string"}];
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
validate21.errors = [{instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
}
validate21.errors = vErrors;
return errors === 0;
}

exports.isStoredDevice = validate22;
const schema23 = {"$id":"stored-device","title":"StoredDevice","description":"A device as the directory holds it.","type":"object","properties":{"v":{"const":1},"id":{"type":"string","minLength":1},"tenant":{"type":"string","pattern":"^[0-9A-HJKMNP-TV-Z]{26}$"},"description":{"type":"string"},"createdAt":{"type":"integer","minimum":0}},"required":["v","id","tenant","description","createdAt"],"additionalProperties":false};

function validate22(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
/*# sourceURL="stored-device" */;
let vErrors = null;
let errors = 0;
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if((((((data.v === undefined) && (missing0 = "v")) || ((data.id === undefined) && (missing0 = "id"))) || ((data.tenant === undefined) && (missing0 = "tenant"))) || ((data.description === undefined) && (missing0 = "description"))) || ((data.createdAt === undefined) && (missing0 = "createdAt"))){
validate22.errors = [{instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: missing0},message:"must have required property '"+missing0+"'"}];
return false;
}
else {
const _errs1 = errors;
for(const key0 in data){
if(!(((((key0 === "v") || (key0 === "id")) || (key0 === "tenant")) || (key0 === "description")) || (key0 === "createdAt"))){
validate22.errors = [{instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties"}];
return false;
break;
}
}
if(_errs1 === errors){
if(data.v !== undefined){
const _errs2 = errors;
if(1 !== data.v){
validate22.errors = [{instancePath:instancePath+"/v",schemaPath:"#/properties/v/const",keyword:"const",params:{allowedValue: 1},message:"must be equal to constant"}];
return false;
}
var valid0 = _errs2 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.id !== undefined){
let data1 = data.id;
const _errs3 = errors;
if(errors === _errs3){
if(typeof data1 === "string"){
if(func2(data1) < 1){
validate22.errors = [{instancePath:instancePath+"/id",schemaPath:"#/properties/id/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters"}];
return false;
}
}
else {
validate22.errors = [{instancePath:instancePath+"/id",schemaPath:"#/properties/id/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
}
var valid0 = _errs3 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.tenant !== undefined){
let data2 = data.tenant;
const _errs5 = errors;
if(errors === _errs5){
if(typeof data2 === "string"){
if(!pattern1.test(data2)){
validate22.errors = [{instancePath:instancePath+"/tenant",schemaPath:"#/properties/tenant/pattern",keyword:"pattern",params:{pattern: "^[0-9A-HJKMNP-TV-Z]{26}$"},message:"must match pattern \""+"^[0-9A-HJKMNP-TV-Z]{26}$"+"\""}];
return false;
}
}
else {
validate22.errors = [{instancePath:instancePath+"/tenant",schemaPath:"#/properties/tenant/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
}
var valid0 = _errs5 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.description !== undefined){
const _errs7 = errors;
if(typeof data.description !== "string"){
validate22.errors = [{instancePath:instancePath+"/description",schemaPath:"#/properties/description/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid0 = _errs7 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.createdAt !== undefined){
let data4 = data.createdAt;
const _errs9 = errors;
if(!(((typeof data4 == "number") && (!(data4 % 1) && !isNaN(data4))) && (isFinite(data4)))){
validate22.errors = [{instancePath:instancePath+"/createdAt",schemaPath:"#/properties/createdAt/type",keyword:"type",params:{type: "integer"},message:"must be integer"}];
return false;
}
if(errors === _errs9){
if((typeof data4 == "number") && (isFinite(data4))){
if(data4 < 0 || isNaN(data4)){
validate22.errors = [{instancePath:instancePath+"/createdAt",schemaPath:"#/properties/createdAt/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"}];
return false;
}
}
}
var valid0 = _errs9 === errors;
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
validate22.errors = [{instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
}
validate22.errors = vErrors;
return errors === 0;
}

exports.isStoredKey = validate23;
const schema24 = {"$id":"stored-key","title":"StoredKey","description":"An access key as the directory holds it; `sealed` holds its secret under the master key.","type":"object","properties":{"v":{"const":1},"id":{"type":"string","minLength":1},"tenant":{"type":"string","pattern":"^[0-9A-HJKMNP-TV-Z]{26}$"},"role":{"enum":["operator","admin","analyst","device"]},"device":{"type":"string","minLength":1},"createdAt":{"type":"integer","minimum":0},"scram":{"type":"object","properties":{"iterations":{"type":"integer","minimum":4096},"salt":{"type":"string","minLength":1},"storedKey":{"type":"string","minLength":44,"maxLength":44},"serverKey":{"type":"string","minLength":44,"maxLength":44}},"required":["iterations","salt","storedKey","serverKey"],"additionalProperties":false},"sealed":{"type":"string","minLength":1}},"required":["v","id","tenant","role","device","createdAt","scram","sealed"],"additionalProperties":false};

function validate23(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
/*# sourceURL="stored-key" */;
let vErrors = null;
let errors = 0;
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if(((((((((data.v === undefined) && (missing0 = "v")) || ((data.id === undefined) && (missing0 = "id"))) || ((data.tenant === undefined) && (missing0 = "tenant"))) || ((data.role === undefined) && (missing0 = "role"))) || ((data.device === undefined) && (missing0 = "device"))) || ((data.createdAt === undefined) && (missing0 = "createdAt"))) || ((data.scram === undefined) && (missing0 = "scram"))) || ((data.sealed === undefined) && (missing0 = "sealed"))){
validate23.errors = [{instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: missing0},message:"must have required property '"+missing0+"'"}];
return false;
}
else {
const _errs1 = errors;
for(const key0 in data){
if(!((((((((key0 === "v") || (key0 === "id")) || (key0 === "tenant")) || (key0 === "role")) || (key0 === "device")) || (key0 === "createdAt")) || (key0 === "scram")) || (key0 === "sealed"))){
validate23.errors = [{instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties"}];
return false;
break;
}
}
if(_errs1 === errors){
if(data.v !== undefined){
const _errs2 = errors;
if(1 !== data.v){
validate23.errors = [{instancePath:instancePath+"/v",schemaPath:"#/properties/v/const",keyword:"const",params:{allowedValue: 1},message:"must be equal to constant"}];
return false;
}
var valid0 = _errs2 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.id !== undefined){
let data1 = data.id;
const _errs3 = errors;
if(errors === _errs3){
if(typeof data1 === "string"){
if(func2(data1) < 1){
validate23.errors = [{instancePath:instancePath+"/id",schemaPath:"#/properties/id/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters"}];
return false;
}
}
else {
validate23.errors = [{instancePath:instancePath+"/id",schemaPath:"#/properties/id/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
}
var valid0 = _errs3 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.tenant !== undefined){
let data2 = data.tenant;
const _errs5 = errors;
if(errors === _errs5){
if(typeof data2 === "string"){
if(!pattern1.test(data2)){
validate23.errors = [{instancePath:instancePath+"/tenant",schemaPath:"#/properties/tenant/pattern",keyword:"pattern",params:{pattern: "^[0-9A-HJKMNP-TV-Z]{26}$"},message:"must match pattern \""+"^[0-9A-HJKMNP-TV-Z]{26}$"+"\""}];
return false;
}
}
else {
validate23.errors = [{instancePath:instancePath+"/tenant",schemaPath:"#/properties/tenant/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
}
var valid0 = _errs5 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.role !== undefined){
let data3 = data.role;
const _errs7 = errors;
if(!((((data3 === "operator") || (data3 === "admin")) || (data3 === "analyst")) || (data3 === "device"))){
validate23.errors = [{instancePath:instancePath+"/role",schemaPath:"#/properties/role/enum",keyword:"enum",params:{allowedValues: schema24.properties.role.enum},message:"must be equal to one of the allowed values"}];
return false;
}
var valid0 = _errs7 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.device !== undefined){
let data4 = data.device;
const _errs8 = errors;
if(errors === _errs8){
if(typeof data4 === "string"){
if(func2(data4) < 1){
validate23.errors = [{instancePath:instancePath+"/device",schemaPath:"#/properties/device/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters"}];
return false;
}
}
else {
validate23.errors = [{instancePath:instancePath+"/device",schemaPath:"#/properties/device/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
}
var valid0 = _errs8 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.createdAt !== undefined){
let data5 = data.createdAt;
const _errs10 = errors;
if(!(((typeof data5 == "number") && (!(data5 % 1) && !isNaN(data5))) && (isFinite(data5)))){
validate23.errors = [{instancePath:instancePath+"/createdAt",schemaPath:"#/properties/createdAt/type",keyword:"type",params:{type: "integer"},message:"must be integer"}];
return false;
}
if(errors === _errs10){
if((typeof data5 == "number") && (isFinite(data5))){
if(data5 < 0 || isNaN(data5)){
validate23.errors = [{instancePath:instancePath+"/createdAt",schemaPath:"#/properties/createdAt/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"}];
return false;
}
}
}
var valid0 = _errs10 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.scram !== undefined){
let data6 = data.scram;
const _errs12 = errors;
if(errors === _errs12){
if(data6 && typeof data6 == "object" && !Array.isArray(data6)){
let missing1;
if(((((data6.iterations === undefined) && (missing1 = "iterations")) || ((data6.salt === undefined) && (missing1 = "salt"))) || ((data6.storedKey === undefined) && (missing1 = "storedKey"))) || ((data6.serverKey === undefined) && (missing1 = "serverKey"))){
validate23.errors = [{instancePath:instancePath+"/scram",schemaPath:"#/properties/scram/required",keyword:"required",params:{missingProperty: missing1},message:"must have required property '"+missing1+"'"}];
return false;
}
else {
const _errs14 = errors;
for(const key1 in data6){
if(!((((key1 === "iterations") || (key1 === "salt")) || (key1 === "storedKey")) || (key1 === "serverKey"))){
validate23.errors = [{instancePath:instancePath+"/scram",schemaPath:"#/properties/scram/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key1},message:"must NOT have additional properties"}];
return false;
break;
}
}
if(_errs14 === errors){
if(data6.iterations !== undefined){
let data7 = data6.iterations;
const _errs15 = errors;
if(!(((typeof data7 == "number") && (!(data7 % 1) && !isNaN(data7))) && (isFinite(data7)))){
validate23.errors = [{instancePath:instancePath+"/scram/iterations",schemaPath:"#/properties/scram/properties/iterations/type",keyword:"type",params:{type: "integer"},message:"must be integer"}];
return false;
}
if(errors === _errs15){
if((typeof data7 == "number") && (isFinite(data7))){
if(data7 < 4096 || isNaN(data7)){
validate23.errors = [{instancePath:instancePath+"/scram/iterations",schemaPath:"#/properties/scram/properties/iterations/minimum",keyword:"minimum",params:{comparison: ">=", limit: 4096},message:"must be >= 4096"}];
return false;
}
}
}
var valid1 = _errs15 === errors;
}
else {
var valid1 = true;
}
if(valid1){
if(data6.salt !== undefined){
let data8 = data6.salt;
const _errs17 = errors;
if(errors === _errs17){
if(typeof data8 === "string"){
if(func2(data8) < 1){
validate23.errors = [{instancePath:instancePath+"/scram/salt",schemaPath:"#/properties/scram/properties/salt/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters"}];
return false;
}
}
else {
validate23.errors = [{instancePath:instancePath+"/scram/salt",schemaPath:"#/properties/scram/properties/salt/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
}
var valid1 = _errs17 === errors;
}
else {
var valid1 = true;
}
if(valid1){
if(data6.storedKey !== undefined){
let data9 = data6.storedKey;
const _errs19 = errors;
if(errors === _errs19){
if(typeof data9 === "string"){
if(func2(data9) > 44){
validate23.errors = [{instancePath:instancePath+"/scram/storedKey",schemaPath:"#/properties/scram/properties/storedKey/maxLength",keyword:"maxLength",params:{limit: 44},message:"must NOT have more than 44 characters"}];
return false;
}
else {
if(func2(data9) < 44){
validate23.errors = [{instancePath:instancePath+"/scram/storedKey",schemaPath:"#/properties/scram/properties/storedKey/minLength",keyword:"minLength",params:{limit: 44},message:"must NOT have fewer than 44 characters"}];
return false;
}
}
}
else {
validate23.errors = [{instancePath:instancePath+"/scram/storedKey",schemaPath:"#/properties/scram/properties/storedKey/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
}
var valid1 = _errs19 === errors;
}
else {
var valid1 = true;
}
if(valid1){
if(data6.serverKey !== undefined){
let data10 = data6.serverKey;
const _errs21 = errors;
if(errors === _errs21){
if(typeof data10 === "string"){
if(func2(data10) > 44){
validate23.errors = [{instancePath:instancePath+"/scram/serverKey",schemaPath:"#/properties/scram/properties/serverKey/maxLength",keyword:"maxLength",params:{limit: 44},message:"must NOT have more than 44 characters"}];
return false;
}
else {
if(func2(data10) < 44){
validate23.errors = [{instancePath:instancePath+"/scram/serverKey",schemaPath:"#/properties/scram/properties/serverKey/minLength",keyword:"minLength",params:{limit: 44},message:"must NOT have fewer than 44 characters"}];
return false;
}
}
}
else {
validate23.errors = [{instancePath:instancePath+"/scram/serverKey",schemaPath:"#/properties/scram/properties/serverKey/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
}
var valid1 = _errs21 === errors;
}
else {
var valid1 = true;
}
}
}
}
}
}
}
else {
validate23.errors = [{instancePath:instancePath+"/scram",schemaPath:"#/properties/scram/type",keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
}
var valid0 = _errs12 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.sealed !== undefined){
let data11 = data.sealed;
const _errs23 = errors;
if(errors === _errs23){
if(typeof data11 === "string"){
if(func2(data11) < 1){
validate23.errors = [{instancePath:instancePath+"/sealed",schemaPath:"#/properties/sealed/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters"}];
return false;
}
}
else {
validate23.errors = [{instancePath:instancePath+"/sealed",schemaPath:"#/properties/sealed/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
}
var valid0 = _errs23 === errors;
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
else {
validate23.errors = [{instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
}
validate23.errors = vErrors;
return errors === 0;
}

exports.isStoredSchemaChange = validate24;
const schema25 = {"$id":"stored-schema-change","title":"StoredSchemaChange","description":"One entry of a tenant's schema history as the schema store holds it (see tenant-schema/model.ts).","type":"object","properties":{"version":{"type":"integer","minimum":1},"at":{"type":"integer"},"by":{"type":"string"},"change":{"type":"object","additionalProperties":true}},"required":["version","at","by","change"],"additionalProperties":false};

function validate24(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
/*# sourceURL="stored-schema-change" */;
let vErrors = null;
let errors = 0;
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if(((((data.version === undefined) && (missing0 = "version")) || ((data.at === undefined) && (missing0 = "at"))) || ((data.by === undefined) && (missing0 = "by"))) || ((data.change === undefined) && (missing0 = "change"))){
validate24.errors = [{instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: missing0},message:"must have required property '"+missing0+"'"}];
return false;
}
else {
const _errs1 = errors;
for(const key0 in data){
if(!((((key0 === "version") || (key0 === "at")) || (key0 === "by")) || (key0 === "change"))){
validate24.errors = [{instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties"}];
return false;
break;
}
}
if(_errs1 === errors){
if(data.version !== undefined){
let data0 = data.version;
const _errs2 = errors;
if(!(((typeof data0 == "number") && (!(data0 % 1) && !isNaN(data0))) && (isFinite(data0)))){
validate24.errors = [{instancePath:instancePath+"/version",schemaPath:"#/properties/version/type",keyword:"type",params:{type: "integer"},message:"must be integer"}];
return false;
}
if(errors === _errs2){
if((typeof data0 == "number") && (isFinite(data0))){
if(data0 < 1 || isNaN(data0)){
validate24.errors = [{instancePath:instancePath+"/version",schemaPath:"#/properties/version/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1"}];
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
if(data.at !== undefined){
let data1 = data.at;
const _errs4 = errors;
if(!(((typeof data1 == "number") && (!(data1 % 1) && !isNaN(data1))) && (isFinite(data1)))){
validate24.errors = [{instancePath:instancePath+"/at",schemaPath:"#/properties/at/type",keyword:"type",params:{type: "integer"},message:"must be integer"}];
return false;
}
var valid0 = _errs4 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.by !== undefined){
const _errs6 = errors;
if(typeof data.by !== "string"){
validate24.errors = [{instancePath:instancePath+"/by",schemaPath:"#/properties/by/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid0 = _errs6 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.change !== undefined){
let data3 = data.change;
const _errs8 = errors;
if(errors === _errs8){
if(data3 && typeof data3 == "object" && !Array.isArray(data3)){
}
else {
validate24.errors = [{instancePath:instancePath+"/change",schemaPath:"#/properties/change/type",keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
}
var valid0 = _errs8 === errors;
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
else {
validate24.errors = [{instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
}
validate24.errors = vErrors;
return errors === 0;
}

exports.isStoredTenant = validate25;
const schema26 = {"$id":"stored-tenant","title":"StoredTenant","description":"A tenant as the directory holds it; `sealed` holds its API key under the master key.","type":"object","properties":{"v":{"const":1},"id":{"type":"string","pattern":"^[0-9A-HJKMNP-TV-Z]{26}$"},"name":{"type":"string","minLength":1},"quota":{"type":"object","properties":{"ratePerSecond":{"anyOf":[{"type":"integer","minimum":1},{"const":"unlimited"}]},"burst":{"type":"integer","minimum":1}},"required":["ratePerSecond","burst"],"additionalProperties":false},"createdAt":{"type":"integer","minimum":0},"sealed":{"type":"string","minLength":1}},"required":["v","id","name","quota","createdAt","sealed"],"additionalProperties":false};

function validate25(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
/*# sourceURL="stored-tenant" */;
let vErrors = null;
let errors = 0;
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if(((((((data.v === undefined) && (missing0 = "v")) || ((data.id === undefined) && (missing0 = "id"))) || ((data.name === undefined) && (missing0 = "name"))) || ((data.quota === undefined) && (missing0 = "quota"))) || ((data.createdAt === undefined) && (missing0 = "createdAt"))) || ((data.sealed === undefined) && (missing0 = "sealed"))){
validate25.errors = [{instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: missing0},message:"must have required property '"+missing0+"'"}];
return false;
}
else {
const _errs1 = errors;
for(const key0 in data){
if(!((((((key0 === "v") || (key0 === "id")) || (key0 === "name")) || (key0 === "quota")) || (key0 === "createdAt")) || (key0 === "sealed"))){
validate25.errors = [{instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties"}];
return false;
break;
}
}
if(_errs1 === errors){
if(data.v !== undefined){
const _errs2 = errors;
if(1 !== data.v){
validate25.errors = [{instancePath:instancePath+"/v",schemaPath:"#/properties/v/const",keyword:"const",params:{allowedValue: 1},message:"must be equal to constant"}];
return false;
}
var valid0 = _errs2 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.id !== undefined){
let data1 = data.id;
const _errs3 = errors;
if(errors === _errs3){
if(typeof data1 === "string"){
if(!pattern1.test(data1)){
validate25.errors = [{instancePath:instancePath+"/id",schemaPath:"#/properties/id/pattern",keyword:"pattern",params:{pattern: "^[0-9A-HJKMNP-TV-Z]{26}$"},message:"must match pattern \""+"^[0-9A-HJKMNP-TV-Z]{26}$"+"\""}];
return false;
}
}
else {
validate25.errors = [{instancePath:instancePath+"/id",schemaPath:"#/properties/id/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
}
var valid0 = _errs3 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.name !== undefined){
let data2 = data.name;
const _errs5 = errors;
if(errors === _errs5){
if(typeof data2 === "string"){
if(func2(data2) < 1){
validate25.errors = [{instancePath:instancePath+"/name",schemaPath:"#/properties/name/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters"}];
return false;
}
}
else {
validate25.errors = [{instancePath:instancePath+"/name",schemaPath:"#/properties/name/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
}
var valid0 = _errs5 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.quota !== undefined){
let data3 = data.quota;
const _errs7 = errors;
if(errors === _errs7){
if(data3 && typeof data3 == "object" && !Array.isArray(data3)){
let missing1;
if(((data3.ratePerSecond === undefined) && (missing1 = "ratePerSecond")) || ((data3.burst === undefined) && (missing1 = "burst"))){
validate25.errors = [{instancePath:instancePath+"/quota",schemaPath:"#/properties/quota/required",keyword:"required",params:{missingProperty: missing1},message:"must have required property '"+missing1+"'"}];
return false;
}
else {
const _errs9 = errors;
for(const key1 in data3){
if(!((key1 === "ratePerSecond") || (key1 === "burst"))){
validate25.errors = [{instancePath:instancePath+"/quota",schemaPath:"#/properties/quota/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key1},message:"must NOT have additional properties"}];
return false;
break;
}
}
if(_errs9 === errors){
if(data3.ratePerSecond !== undefined){
let data4 = data3.ratePerSecond;
const _errs10 = errors;
const _errs11 = errors;
let valid2 = false;
const _errs12 = errors;
if(!(((typeof data4 == "number") && (!(data4 % 1) && !isNaN(data4))) && (isFinite(data4)))){
const err0 = {instancePath:instancePath+"/quota/ratePerSecond",schemaPath:"#/properties/quota/properties/ratePerSecond/anyOf/0/type",keyword:"type",params:{type: "integer"},message:"must be integer"};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
if(errors === _errs12){
if((typeof data4 == "number") && (isFinite(data4))){
if(data4 < 1 || isNaN(data4)){
const err1 = {instancePath:instancePath+"/quota/ratePerSecond",schemaPath:"#/properties/quota/properties/ratePerSecond/anyOf/0/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1"};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
}
}
var _valid0 = _errs12 === errors;
valid2 = valid2 || _valid0;
if(!valid2){
const _errs14 = errors;
if("unlimited" !== data4){
const err2 = {instancePath:instancePath+"/quota/ratePerSecond",schemaPath:"#/properties/quota/properties/ratePerSecond/anyOf/1/const",keyword:"const",params:{allowedValue: "unlimited"},message:"must be equal to constant"};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
var _valid0 = _errs14 === errors;
valid2 = valid2 || _valid0;
}
if(!valid2){
const err3 = {instancePath:instancePath+"/quota/ratePerSecond",schemaPath:"#/properties/quota/properties/ratePerSecond/anyOf",keyword:"anyOf",params:{},message:"must match a schema in anyOf"};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
validate25.errors = vErrors;
return false;
}
else {
errors = _errs11;
if(vErrors !== null){
if(_errs11){
vErrors.length = _errs11;
}
else {
vErrors = null;
}
}
}
var valid1 = _errs10 === errors;
}
else {
var valid1 = true;
}
if(valid1){
if(data3.burst !== undefined){
let data5 = data3.burst;
const _errs15 = errors;
if(!(((typeof data5 == "number") && (!(data5 % 1) && !isNaN(data5))) && (isFinite(data5)))){
validate25.errors = [{instancePath:instancePath+"/quota/burst",schemaPath:"#/properties/quota/properties/burst/type",keyword:"type",params:{type: "integer"},message:"must be integer"}];
return false;
}
if(errors === _errs15){
if((typeof data5 == "number") && (isFinite(data5))){
if(data5 < 1 || isNaN(data5)){
validate25.errors = [{instancePath:instancePath+"/quota/burst",schemaPath:"#/properties/quota/properties/burst/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1"}];
return false;
}
}
}
var valid1 = _errs15 === errors;
}
else {
var valid1 = true;
}
}
}
}
}
else {
validate25.errors = [{instancePath:instancePath+"/quota",schemaPath:"#/properties/quota/type",keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
}
var valid0 = _errs7 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.createdAt !== undefined){
let data6 = data.createdAt;
const _errs17 = errors;
if(!(((typeof data6 == "number") && (!(data6 % 1) && !isNaN(data6))) && (isFinite(data6)))){
validate25.errors = [{instancePath:instancePath+"/createdAt",schemaPath:"#/properties/createdAt/type",keyword:"type",params:{type: "integer"},message:"must be integer"}];
return false;
}
if(errors === _errs17){
if((typeof data6 == "number") && (isFinite(data6))){
if(data6 < 0 || isNaN(data6)){
validate25.errors = [{instancePath:instancePath+"/createdAt",schemaPath:"#/properties/createdAt/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"}];
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
if(data.sealed !== undefined){
let data7 = data.sealed;
const _errs19 = errors;
if(errors === _errs19){
if(typeof data7 === "string"){
if(func2(data7) < 1){
validate25.errors = [{instancePath:instancePath+"/sealed",schemaPath:"#/properties/sealed/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters"}];
return false;
}
}
else {
validate25.errors = [{instancePath:instancePath+"/sealed",schemaPath:"#/properties/sealed/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
}
var valid0 = _errs19 === errors;
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
else {
validate25.errors = [{instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
}
validate25.errors = vErrors;
return errors === 0;
}

exports.isStoredTenantSchema = validate26;
const schema27 = {"$id":"tenant-schema","title":"StoredTenantSchema","description":"A tenant's schema as the schema store holds it (see tenant-schema/model.ts).","type":"object","definitions":{"names":{"type":"array","items":{"type":"string"}}},"properties":{"version":{"type":"integer","minimum":0},"timestampPatterns":{"$ref":"#/definitions/names"},"metricKeys":{"$ref":"#/definitions/names"},"metrics":{"type":"array","items":{"type":"object","properties":{"id":{"type":"string"},"displayName":{"type":"string"},"aliases":{"$ref":"#/definitions/names"},"timestampPatterns":{"$ref":"#/definitions/names"},"timestampAliases":{"$ref":"#/definitions/names"},"fields":{"type":"array","items":{"type":"object","properties":{"id":{"type":"string"},"displayName":{"type":"string"},"aliases":{"$ref":"#/definitions/names"},"type":{"enum":["STRING","INTEGER","LONG","FLOAT","DOUBLE","BOOLEAN","BINARY"]}},"required":["id","displayName","aliases","type"],"additionalProperties":false}},"nextField":{"type":"integer","minimum":1}},"required":["id","displayName","aliases","timestampPatterns","timestampAliases","fields","nextField"],"additionalProperties":false}},"tombstones":{"type":"array","items":{"type":"object","properties":{"name":{"type":"string"},"deletedAt":{"type":"integer"}},"required":["name","deletedAt"],"additionalProperties":false}}},"required":["version","timestampPatterns","metricKeys","metrics","tombstones"],"additionalProperties":false};
const schema28 = {"type":"array","items":{"type":"string"}};

function validate26(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
/*# sourceURL="tenant-schema" */;
let vErrors = null;
let errors = 0;
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if((((((data.version === undefined) && (missing0 = "version")) || ((data.timestampPatterns === undefined) && (missing0 = "timestampPatterns"))) || ((data.metricKeys === undefined) && (missing0 = "metricKeys"))) || ((data.metrics === undefined) && (missing0 = "metrics"))) || ((data.tombstones === undefined) && (missing0 = "tombstones"))){
validate26.errors = [{instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: missing0},message:"must have required property '"+missing0+"'"}];
return false;
}
else {
const _errs1 = errors;
for(const key0 in data){
if(!(((((key0 === "version") || (key0 === "timestampPatterns")) || (key0 === "metricKeys")) || (key0 === "metrics")) || (key0 === "tombstones"))){
validate26.errors = [{instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties"}];
return false;
break;
}
}
if(_errs1 === errors){
if(data.version !== undefined){
let data0 = data.version;
const _errs2 = errors;
if(!(((typeof data0 == "number") && (!(data0 % 1) && !isNaN(data0))) && (isFinite(data0)))){
validate26.errors = [{instancePath:instancePath+"/version",schemaPath:"#/properties/version/type",keyword:"type",params:{type: "integer"},message:"must be integer"}];
return false;
}
if(errors === _errs2){
if((typeof data0 == "number") && (isFinite(data0))){
if(data0 < 0 || isNaN(data0)){
validate26.errors = [{instancePath:instancePath+"/version",schemaPath:"#/properties/version/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"}];
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
validate26.errors = [{instancePath:instancePath+"/timestampPatterns/" + i0,schemaPath:"#/definitions/names/items/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid2 = _errs7 === errors;
if(!valid2){
break;
}
}
}
else {
validate26.errors = [{instancePath:instancePath+"/timestampPatterns",schemaPath:"#/definitions/names/type",keyword:"type",params:{type: "array"},message:"must be array"}];
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
validate26.errors = [{instancePath:instancePath+"/metricKeys/" + i1,schemaPath:"#/definitions/names/items/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid4 = _errs12 === errors;
if(!valid4){
break;
}
}
}
else {
validate26.errors = [{instancePath:instancePath+"/metricKeys",schemaPath:"#/definitions/names/type",keyword:"type",params:{type: "array"},message:"must be array"}];
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
validate26.errors = [{instancePath:instancePath+"/metrics/" + i2,schemaPath:"#/properties/metrics/items/required",keyword:"required",params:{missingProperty: missing1},message:"must have required property '"+missing1+"'"}];
return false;
}
else {
const _errs18 = errors;
for(const key1 in data6){
if(!(((((((key1 === "id") || (key1 === "displayName")) || (key1 === "aliases")) || (key1 === "timestampPatterns")) || (key1 === "timestampAliases")) || (key1 === "fields")) || (key1 === "nextField"))){
validate26.errors = [{instancePath:instancePath+"/metrics/" + i2,schemaPath:"#/properties/metrics/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key1},message:"must NOT have additional properties"}];
return false;
break;
}
}
if(_errs18 === errors){
if(data6.id !== undefined){
const _errs19 = errors;
if(typeof data6.id !== "string"){
validate26.errors = [{instancePath:instancePath+"/metrics/" + i2+"/id",schemaPath:"#/properties/metrics/items/properties/id/type",keyword:"type",params:{type: "string"},message:"must be string"}];
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
validate26.errors = [{instancePath:instancePath+"/metrics/" + i2+"/displayName",schemaPath:"#/properties/metrics/items/properties/displayName/type",keyword:"type",params:{type: "string"},message:"must be string"}];
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
validate26.errors = [{instancePath:instancePath+"/metrics/" + i2+"/aliases/" + i3,schemaPath:"#/definitions/names/items/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid8 = _errs26 === errors;
if(!valid8){
break;
}
}
}
else {
validate26.errors = [{instancePath:instancePath+"/metrics/" + i2+"/aliases",schemaPath:"#/definitions/names/type",keyword:"type",params:{type: "array"},message:"must be array"}];
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
validate26.errors = [{instancePath:instancePath+"/metrics/" + i2+"/timestampPatterns/" + i4,schemaPath:"#/definitions/names/items/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid10 = _errs31 === errors;
if(!valid10){
break;
}
}
}
else {
validate26.errors = [{instancePath:instancePath+"/metrics/" + i2+"/timestampPatterns",schemaPath:"#/definitions/names/type",keyword:"type",params:{type: "array"},message:"must be array"}];
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
validate26.errors = [{instancePath:instancePath+"/metrics/" + i2+"/timestampAliases/" + i5,schemaPath:"#/definitions/names/items/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid12 = _errs36 === errors;
if(!valid12){
break;
}
}
}
else {
validate26.errors = [{instancePath:instancePath+"/metrics/" + i2+"/timestampAliases",schemaPath:"#/definitions/names/type",keyword:"type",params:{type: "array"},message:"must be array"}];
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
validate26.errors = [{instancePath:instancePath+"/metrics/" + i2+"/fields/" + i6,schemaPath:"#/properties/metrics/items/properties/fields/items/required",keyword:"required",params:{missingProperty: missing2},message:"must have required property '"+missing2+"'"}];
return false;
}
else {
const _errs42 = errors;
for(const key2 in data16){
if(!((((key2 === "id") || (key2 === "displayName")) || (key2 === "aliases")) || (key2 === "type"))){
validate26.errors = [{instancePath:instancePath+"/metrics/" + i2+"/fields/" + i6,schemaPath:"#/properties/metrics/items/properties/fields/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key2},message:"must NOT have additional properties"}];
return false;
break;
}
}
if(_errs42 === errors){
if(data16.id !== undefined){
const _errs43 = errors;
if(typeof data16.id !== "string"){
validate26.errors = [{instancePath:instancePath+"/metrics/" + i2+"/fields/" + i6+"/id",schemaPath:"#/properties/metrics/items/properties/fields/items/properties/id/type",keyword:"type",params:{type: "string"},message:"must be string"}];
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
validate26.errors = [{instancePath:instancePath+"/metrics/" + i2+"/fields/" + i6+"/displayName",schemaPath:"#/properties/metrics/items/properties/fields/items/properties/displayName/type",keyword:"type",params:{type: "string"},message:"must be string"}];
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
validate26.errors = [{instancePath:instancePath+"/metrics/" + i2+"/fields/" + i6+"/aliases/" + i7,schemaPath:"#/definitions/names/items/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid16 = _errs50 === errors;
if(!valid16){
break;
}
}
}
else {
validate26.errors = [{instancePath:instancePath+"/metrics/" + i2+"/fields/" + i6+"/aliases",schemaPath:"#/definitions/names/type",keyword:"type",params:{type: "array"},message:"must be array"}];
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
validate26.errors = [{instancePath:instancePath+"/metrics/" + i2+"/fields/" + i6+"/type",schemaPath:"#/properties/metrics/items/properties/fields/items/properties/type/enum",keyword:"enum",params:{allowedValues: schema27.properties.metrics.items.properties.fields.items.properties.type.enum},message:"must be equal to one of the allowed values"}];
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
validate26.errors = [{instancePath:instancePath+"/metrics/" + i2+"/fields/" + i6,schemaPath:"#/properties/metrics/items/properties/fields/items/type",keyword:"type",params:{type: "object"},message:"must be object"}];
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
validate26.errors = [{instancePath:instancePath+"/metrics/" + i2+"/fields",schemaPath:"#/properties/metrics/items/properties/fields/type",keyword:"type",params:{type: "array"},message:"must be array"}];
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
validate26.errors = [{instancePath:instancePath+"/metrics/" + i2+"/nextField",schemaPath:"#/properties/metrics/items/properties/nextField/type",keyword:"type",params:{type: "integer"},message:"must be integer"}];
return false;
}
if(errors === _errs53){
if((typeof data22 == "number") && (isFinite(data22))){
if(data22 < 1 || isNaN(data22)){
validate26.errors = [{instancePath:instancePath+"/metrics/" + i2+"/nextField",schemaPath:"#/properties/metrics/items/properties/nextField/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1"}];
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
validate26.errors = [{instancePath:instancePath+"/metrics/" + i2,schemaPath:"#/properties/metrics/items/type",keyword:"type",params:{type: "object"},message:"must be object"}];
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
validate26.errors = [{instancePath:instancePath+"/metrics",schemaPath:"#/properties/metrics/type",keyword:"type",params:{type: "array"},message:"must be array"}];
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
validate26.errors = [{instancePath:instancePath+"/tombstones/" + i8,schemaPath:"#/properties/tombstones/items/required",keyword:"required",params:{missingProperty: missing3},message:"must have required property '"+missing3+"'"}];
return false;
}
else {
const _errs59 = errors;
for(const key3 in data24){
if(!((key3 === "name") || (key3 === "deletedAt"))){
validate26.errors = [{instancePath:instancePath+"/tombstones/" + i8,schemaPath:"#/properties/tombstones/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key3},message:"must NOT have additional properties"}];
return false;
break;
}
}
if(_errs59 === errors){
if(data24.name !== undefined){
const _errs60 = errors;
if(typeof data24.name !== "string"){
validate26.errors = [{instancePath:instancePath+"/tombstones/" + i8+"/name",schemaPath:"#/properties/tombstones/items/properties/name/type",keyword:"type",params:{type: "string"},message:"must be string"}];
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
validate26.errors = [{instancePath:instancePath+"/tombstones/" + i8+"/deletedAt",schemaPath:"#/properties/tombstones/items/properties/deletedAt/type",keyword:"type",params:{type: "integer"},message:"must be integer"}];
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
validate26.errors = [{instancePath:instancePath+"/tombstones/" + i8,schemaPath:"#/properties/tombstones/items/type",keyword:"type",params:{type: "object"},message:"must be object"}];
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
validate26.errors = [{instancePath:instancePath+"/tombstones",schemaPath:"#/properties/tombstones/type",keyword:"type",params:{type: "array"},message:"must be array"}];
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
validate26.errors = [{instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
}
validate26.errors = vErrors;
return errors === 0;
}

exports.isUpdateFieldRequest = validate27;
const schema34 = {"$id":"update-field-request","title":"UpdateFieldRequest","description":"Body of PATCH /v1/schema/field (API.md 3).","type":"object","properties":{"metricName":{"type":"string","minLength":1},"fieldName":{"type":"string","minLength":1},"newDisplayName":{"type":["string","null"]},"aliases":{"type":["array","null"],"items":{"type":"string"}}},"required":["metricName","fieldName"],"additionalProperties":false};

function validate27(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
/*# sourceURL="update-field-request" */;
let vErrors = null;
let errors = 0;
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if(((data.metricName === undefined) && (missing0 = "metricName")) || ((data.fieldName === undefined) && (missing0 = "fieldName"))){
validate27.errors = [{instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: missing0},message:"must have required property '"+missing0+"'"}];
return false;
}
else {
const _errs1 = errors;
for(const key0 in data){
if(!((((key0 === "metricName") || (key0 === "fieldName")) || (key0 === "newDisplayName")) || (key0 === "aliases"))){
validate27.errors = [{instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties"}];
return false;
break;
}
}
if(_errs1 === errors){
if(data.metricName !== undefined){
let data0 = data.metricName;
const _errs2 = errors;
if(errors === _errs2){
if(typeof data0 === "string"){
if(func2(data0) < 1){
validate27.errors = [{instancePath:instancePath+"/metricName",schemaPath:"#/properties/metricName/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters"}];
return false;
}
}
else {
validate27.errors = [{instancePath:instancePath+"/metricName",schemaPath:"#/properties/metricName/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
}
var valid0 = _errs2 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.fieldName !== undefined){
let data1 = data.fieldName;
const _errs4 = errors;
if(errors === _errs4){
if(typeof data1 === "string"){
if(func2(data1) < 1){
validate27.errors = [{instancePath:instancePath+"/fieldName",schemaPath:"#/properties/fieldName/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters"}];
return false;
}
}
else {
validate27.errors = [{instancePath:instancePath+"/fieldName",schemaPath:"#/properties/fieldName/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
}
var valid0 = _errs4 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.newDisplayName !== undefined){
let data2 = data.newDisplayName;
const _errs6 = errors;
if((typeof data2 !== "string") && (data2 !== null)){
validate27.errors = [{instancePath:instancePath+"/newDisplayName",schemaPath:"#/properties/newDisplayName/type",keyword:"type",params:{type: schema34.properties.newDisplayName.type},message:"must be string,null"}];
return false;
}
var valid0 = _errs6 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.aliases !== undefined){
let data3 = data.aliases;
const _errs8 = errors;
if((!(Array.isArray(data3))) && (data3 !== null)){
validate27.errors = [{instancePath:instancePath+"/aliases",schemaPath:"#/properties/aliases/type",keyword:"type",params:{type: schema34.properties.aliases.type},message:"must be array,null"}];
return false;
}
if(errors === _errs8){
if(Array.isArray(data3)){
var valid1 = true;
const len0 = data3.length;
for(let i0=0; i0<len0; i0++){
const _errs10 = errors;
if(typeof data3[i0] !== "string"){
validate27.errors = [{instancePath:instancePath+"/aliases/" + i0,schemaPath:"#/properties/aliases/items/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid1 = _errs10 === errors;
if(!valid1){
break;
}
}
}
}
var valid0 = _errs8 === errors;
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
else {
validate27.errors = [{instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
}
validate27.errors = vErrors;
return errors === 0;
}

exports.isUpdateMetricRequest = validate28;
const schema35 = {"$id":"update-metric-request","title":"UpdateMetricRequest","description":"Body of PATCH /v1/schema/metric (API.md 3).","type":"object","properties":{"metricName":{"type":"string","minLength":1},"newDisplayName":{"type":["string","null"]},"aliases":{"type":["array","null"],"items":{"type":"string"}},"removeAliases":{"type":["array","null"],"items":{"type":"string"}},"timestampPatterns":{"type":["array","null"],"items":{"type":"string"}}},"required":["metricName"],"additionalProperties":false};

function validate28(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
/*# sourceURL="update-metric-request" */;
let vErrors = null;
let errors = 0;
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if((data.metricName === undefined) && (missing0 = "metricName")){
validate28.errors = [{instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: missing0},message:"must have required property '"+missing0+"'"}];
return false;
}
else {
const _errs1 = errors;
for(const key0 in data){
if(!(((((key0 === "metricName") || (key0 === "newDisplayName")) || (key0 === "aliases")) || (key0 === "removeAliases")) || (key0 === "timestampPatterns"))){
validate28.errors = [{instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties"}];
return false;
break;
}
}
if(_errs1 === errors){
if(data.metricName !== undefined){
let data0 = data.metricName;
const _errs2 = errors;
if(errors === _errs2){
if(typeof data0 === "string"){
if(func2(data0) < 1){
validate28.errors = [{instancePath:instancePath+"/metricName",schemaPath:"#/properties/metricName/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters"}];
return false;
}
}
else {
validate28.errors = [{instancePath:instancePath+"/metricName",schemaPath:"#/properties/metricName/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
}
var valid0 = _errs2 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.newDisplayName !== undefined){
let data1 = data.newDisplayName;
const _errs4 = errors;
if((typeof data1 !== "string") && (data1 !== null)){
validate28.errors = [{instancePath:instancePath+"/newDisplayName",schemaPath:"#/properties/newDisplayName/type",keyword:"type",params:{type: schema35.properties.newDisplayName.type},message:"must be string,null"}];
return false;
}
var valid0 = _errs4 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.aliases !== undefined){
let data2 = data.aliases;
const _errs6 = errors;
if((!(Array.isArray(data2))) && (data2 !== null)){
validate28.errors = [{instancePath:instancePath+"/aliases",schemaPath:"#/properties/aliases/type",keyword:"type",params:{type: schema35.properties.aliases.type},message:"must be array,null"}];
return false;
}
if(errors === _errs6){
if(Array.isArray(data2)){
var valid1 = true;
const len0 = data2.length;
for(let i0=0; i0<len0; i0++){
const _errs8 = errors;
if(typeof data2[i0] !== "string"){
validate28.errors = [{instancePath:instancePath+"/aliases/" + i0,schemaPath:"#/properties/aliases/items/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid1 = _errs8 === errors;
if(!valid1){
break;
}
}
}
}
var valid0 = _errs6 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.removeAliases !== undefined){
let data4 = data.removeAliases;
const _errs10 = errors;
if((!(Array.isArray(data4))) && (data4 !== null)){
validate28.errors = [{instancePath:instancePath+"/removeAliases",schemaPath:"#/properties/removeAliases/type",keyword:"type",params:{type: schema35.properties.removeAliases.type},message:"must be array,null"}];
return false;
}
if(errors === _errs10){
if(Array.isArray(data4)){
var valid2 = true;
const len1 = data4.length;
for(let i1=0; i1<len1; i1++){
const _errs12 = errors;
if(typeof data4[i1] !== "string"){
validate28.errors = [{instancePath:instancePath+"/removeAliases/" + i1,schemaPath:"#/properties/removeAliases/items/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid2 = _errs12 === errors;
if(!valid2){
break;
}
}
}
}
var valid0 = _errs10 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.timestampPatterns !== undefined){
let data6 = data.timestampPatterns;
const _errs14 = errors;
if((!(Array.isArray(data6))) && (data6 !== null)){
validate28.errors = [{instancePath:instancePath+"/timestampPatterns",schemaPath:"#/properties/timestampPatterns/type",keyword:"type",params:{type: schema35.properties.timestampPatterns.type},message:"must be array,null"}];
return false;
}
if(errors === _errs14){
if(Array.isArray(data6)){
var valid3 = true;
const len2 = data6.length;
for(let i2=0; i2<len2; i2++){
const _errs16 = errors;
if(typeof data6[i2] !== "string"){
validate28.errors = [{instancePath:instancePath+"/timestampPatterns/" + i2,schemaPath:"#/properties/timestampPatterns/items/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid3 = _errs16 === errors;
if(!valid3){
break;
}
}
}
}
var valid0 = _errs14 === errors;
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
validate28.errors = [{instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
}
validate28.errors = vErrors;
return errors === 0;
}

exports.isUpdateTenantRequest = validate29;
const schema36 = {"$id":"update-tenant-request","title":"UpdateTenantRequest","description":"Body of PATCH /v1/schema (API.md 3). `metricTypeKeys` is what the original's Java client calls `metricKeys`; null or absent is unchanged.","type":"object","properties":{"timestampPatterns":{"type":["array","null"],"items":{"type":"string"}},"metricKeys":{"type":["array","null"],"items":{"type":"string"}},"metricTypeKeys":{"type":["array","null"],"items":{"type":"string"}}},"additionalProperties":false};

function validate29(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
/*# sourceURL="update-tenant-request" */;
let vErrors = null;
let errors = 0;
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
const _errs1 = errors;
for(const key0 in data){
if(!(((key0 === "timestampPatterns") || (key0 === "metricKeys")) || (key0 === "metricTypeKeys"))){
validate29.errors = [{instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties"}];
return false;
break;
}
}
if(_errs1 === errors){
if(data.timestampPatterns !== undefined){
let data0 = data.timestampPatterns;
const _errs2 = errors;
if((!(Array.isArray(data0))) && (data0 !== null)){
validate29.errors = [{instancePath:instancePath+"/timestampPatterns",schemaPath:"#/properties/timestampPatterns/type",keyword:"type",params:{type: schema36.properties.timestampPatterns.type},message:"must be array,null"}];
return false;
}
if(errors === _errs2){
if(Array.isArray(data0)){
var valid1 = true;
const len0 = data0.length;
for(let i0=0; i0<len0; i0++){
const _errs4 = errors;
if(typeof data0[i0] !== "string"){
validate29.errors = [{instancePath:instancePath+"/timestampPatterns/" + i0,schemaPath:"#/properties/timestampPatterns/items/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid1 = _errs4 === errors;
if(!valid1){
break;
}
}
}
}
var valid0 = _errs2 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.metricKeys !== undefined){
let data2 = data.metricKeys;
const _errs6 = errors;
if((!(Array.isArray(data2))) && (data2 !== null)){
validate29.errors = [{instancePath:instancePath+"/metricKeys",schemaPath:"#/properties/metricKeys/type",keyword:"type",params:{type: schema36.properties.metricKeys.type},message:"must be array,null"}];
return false;
}
if(errors === _errs6){
if(Array.isArray(data2)){
var valid2 = true;
const len1 = data2.length;
for(let i1=0; i1<len1; i1++){
const _errs8 = errors;
if(typeof data2[i1] !== "string"){
validate29.errors = [{instancePath:instancePath+"/metricKeys/" + i1,schemaPath:"#/properties/metricKeys/items/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid2 = _errs8 === errors;
if(!valid2){
break;
}
}
}
}
var valid0 = _errs6 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.metricTypeKeys !== undefined){
let data4 = data.metricTypeKeys;
const _errs10 = errors;
if((!(Array.isArray(data4))) && (data4 !== null)){
validate29.errors = [{instancePath:instancePath+"/metricTypeKeys",schemaPath:"#/properties/metricTypeKeys/type",keyword:"type",params:{type: schema36.properties.metricTypeKeys.type},message:"must be array,null"}];
return false;
}
if(errors === _errs10){
if(Array.isArray(data4)){
var valid3 = true;
const len2 = data4.length;
for(let i2=0; i2<len2; i2++){
const _errs12 = errors;
if(typeof data4[i2] !== "string"){
validate29.errors = [{instancePath:instancePath+"/metricTypeKeys/" + i2,schemaPath:"#/properties/metricTypeKeys/items/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid3 = _errs12 === errors;
if(!valid3){
break;
}
}
}
}
var valid0 = _errs10 === errors;
}
else {
var valid0 = true;
}
}
}
}
}
else {
validate29.errors = [{instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
}
validate29.errors = vErrors;
return errors === 0;
}
